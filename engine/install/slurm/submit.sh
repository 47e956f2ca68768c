#!/bin/sh
# Scans a corpus on a Slurm cluster: a task of an array for every shard, and a job that merges what they leave.
#
#   kenpin plan --shards 64 -o FOLDER/manifest CORPUS...      # once, where the corpus can be seen
#   kenpin dns snapshot CORPUS... -o FOLDER/dns.zone          # once, where there is a network
#   submit.sh FOLDER --dns FOLDER/dns.zone [OPTIONS OF kenpin scan]
#
# FOLDER must be seen by all nodes. A shard whose file is newer than the manifest is not scanned again: after a failure the same
# command submits what is missing, and the merge. Prints the number of the merging job; its report is FOLDER/report.json.
set -eu

if [ $# -lt 1 ]; then
  echo "usage: submit.sh FOLDER [OPTIONS OF kenpin scan]" >&2
  exit 64
fi
folder=$1
shift
scripts=$(dirname "$0")
shards=$(sed -n 's/^shards \([0-9]*\) .*/\1/p' "$folder/manifest")

missing=""
shard=1
while [ "$shard" -le "$shards" ]; do
  if [ -z "$(find "$folder/shard-$shard.partial" -newer "$folder/manifest" 2>/dev/null)" ]; then
    missing="$missing,$shard"
  fi
  shard=$((shard + 1))
done

after=""
if [ -n "$missing" ]; then
  array=$(sbatch --parsable --array="${missing#,}" --output="$folder/shard-%a.log" "$scripts/scan.sbatch" "$folder" "$@")
  after="--dependency=afterok:$array"
  echo "shards ${missing#,}: job $array" >&2
fi
# shellcheck disable=SC2086 # Nothing, or one word.
sbatch --parsable $after --kill-on-invalid-dep=yes --output="$folder/merge.log" "$scripts/merge.sbatch" "$folder"
