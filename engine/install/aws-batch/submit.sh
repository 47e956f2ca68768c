#!/bin/sh
# kenpin on AWS Batch: an array job scans the shards, and a job that depends on it merges them. Not tested: written from the
# documentation, and never run.
#
# Wanted are a job queue ($1), and a job definition ($2) whose image holds kenpin and which mounts a file system that all jobs share
# (EFS, FSx) at /data, with a retry strategy. kenpin takes the number of its shard from AWS_BATCH_JOB_ARRAY_INDEX. On the file system
# stand the mail, the manifest of 64 shards and the recorded DNS:
#
#   kenpin plan --shards 64 -o /data/manifest /data/mail
#   kenpin dns snapshot /data/mail -o /data/dns.zone
set -eu
queue=$1
definition=$2

# submit NAME COMMAND [OPTIONS OF aws batch submit-job]: prints the id of the job.
submit() {
  name=$1
  command=$2
  shift 2
  aws batch submit-job --job-name "$name" --job-queue "$queue" --job-definition "$definition" --query jobId --output text \
    --container-overrides "{\"command\": [\"sh\", \"-c\", \"$command\"]}" "$@"
}

# shellcheck disable=SC2016 # The jobs' own variable.
scan=$(submit kenpin-scan 'exec kenpin scan --manifest /data/manifest --dns /data/dns.zone --out partial:/data/shard-$AWS_BATCH_JOB_ARRAY_INDEX.partial' \
  --array-properties size=64)
# shellcheck disable=SC2016
submit kenpin-merge 'kenpin merge /data/shard-*.partial --out json:/data/report.json --out html:/data/report.html || [ $? -eq 1 ]' \
  --depends-on "jobId=$scan"
