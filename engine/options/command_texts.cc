#include "engine/options/command_texts.h"

#include <cstdlib>

namespace kenpin {
namespace {

constexpr CommandExample kProgramExamples[] = {
    {"kenpin scan campaign.mbox", "audit a batch by the keys in DNS"},
    {"kenpin scan --out html:a.html ~/Maildir", "an archive, as a page for browsers"},
    {"kenpin explain campaign.mbox:40960", "all about one message, by offset"},
    {"kenpin rules auth-spf", "all about one rule"},
    {"kenpin diff last.json tonight.json", "what got worse since the last scan"},
};

constexpr CommandExample kScanExamples[] = {
    {"kenpin scan campaign.mbox", "a summary for people, by the keys in DNS"},
    {"kenpin scan --client-ip 192.0.2.17 --mail-from bounce@mail.example campaign.mbox",
     "before sending: SPF is judged, too"},
    {"kenpin scan --out json:report.json --out html:report.html ~/Maildir", "two reports of an archive"},
    {"kenpin scan --dns-save keys.zone archive.mbox", "keep what DNS answered"},
    {"kenpin scan --dns keys.zone archive.mbox", "the same scan again, without a network"},
    {"kenpin scan --manifest manifest --shard 3/64 --out partial:part-3.partial", "one of 64 shards"},
    {"gunzip < archive.mbox.gz | kenpin scan -", "from a pipe, streamed"},
};
constexpr ExitCodeText kScanCodes[] = {
    {"0", "nothing that --fail-on names fails"},
    {"1", "findings"},
    {"2",
     "an input or output failed, DNS did not answer, or there was no message; results are written all the "
     "same"},
    {"64", "the command line can not be obeyed"},
    {"130", "interrupted; no report was replaced"},
    {"141", "stdout was closed"},
    {"143", "terminated; no report was replaced"},
};

constexpr CommandExample kExplainExamples[] = {
    {"kenpin explain campaign.mbox:40960", "the message at this offset, which reports tell"},
    {"kenpin explain --message-id 1234@mail.example archive.mbox", "the message of this Message-ID"},
    {"kenpin explain --dns keys.zone --format json one.eml", "for programs, by recorded DNS"},
};
constexpr ExitCodeText kExplainCodes[] = {
    {"0", "the message was found and judged, whatever was found out"},
    {"2", "it was not, or something could not be opened or written"},
    {"64", "the command line can not be obeyed"},
};

constexpr CommandExample kPlanExamples[] = {
    {"kenpin plan --shards 64 archive.mbox -o manifest", "share an archive out among 64 tasks"},
};
constexpr ExitCodeText kPlanCodes[] = {
    {"0", "the manifest was written"},
    {"2", "an input can not be read or planned, or the manifest not be written"},
    {"64", "the command line can not be obeyed"},
};

constexpr CommandExample kMergeExamples[] = {
    {"kenpin merge --out html:report.html part-*.partial", "the report of one run over everything"},
};
constexpr ExitCodeText kMergeCodes[] = {
    {"0", "nothing that --fail-on names fails"},
    {"1", "findings"},
    {"2",
     "partials are damaged, missing or do not belong together, an output failed, or the scans met what makes "
     "a scan exit 2"},
    {"64", "the command line can not be obeyed"},
    {"130", "interrupted; no report was replaced"},
    {"141", "stdout was closed"},
    {"143", "terminated; no report was replaced"},
};

constexpr CommandExample kRulesExamples[] = {
    {"kenpin rules", "the whole catalogue, a line a rule"},
    {"kenpin rules unsub-one-click", "one rule as a page: who asks for it, and the remedy"},
    {"kenpin rules --profile yahoo --format markdown", "what one provider asks, with sources"},
};
constexpr ExitCodeText kAnswerCodes[] = {
    {"0", "answered"},
    {"2", "the answer could not be had or written"},
    {"64", "the command line can not be obeyed"},
};

constexpr CommandExample kDiffExamples[] = {
    {"kenpin diff last.json tonight.json", "two summaries that scan --out json wrote"},
    {"kenpin diff --format html last.json tonight.json > diff.html", "the same as a page"},
};
constexpr ExitCodeText kDiffCodes[] = {
    {"0", "nothing required got worse"},
    {"1", "a required rule got worse"},
    {"2", "a file is no summary, or the answer could not be written"},
    {"64", "the command line can not be obeyed"},
};

constexpr CommandExample kSpfExamples[] = {
    {"kenpin spf --ip 192.0.2.17 --mail-from bounce@mail.example", "may this client send for mail.example?"},
    {"kenpin spf --ip 2001:db8::25 --helo out1.mail.example", "the null sender, by its HELO name"},
};

constexpr CommandExample kDmarcExamples[] = {
    {"kenpin dmarc news.shop.example", "the record that applies, and the walk that found it"},
    {"kenpin dmarc --org-method psl news.shop.example", "the same by the public suffix list"},
};

constexpr CommandExample kDnsExamples[] = {
    {"kenpin dns snapshot archive.mbox -o archive.zone", "ask once what a scan would ask"},
    {"kenpin dns check archive.zone", "what a snapshot holds, and what is wrong with it"},
};
constexpr ExitCodeText kSnapshotCodes[] = {
    {"0", "the snapshot was written"},
    {"2", "an input or output failed, DNS did not answer, or there was no message"},
    {"64", "the command line can not be obeyed"},
    {"130", "interrupted; no snapshot was replaced"},
};
constexpr ExitCodeText kCheckCodes[] = {
    {"0", "nothing is wrong"},
    {"1", "mail that depends on something in it fails"},
    {"2", "the file is no snapshot"},
    {"64", "the command line can not be obeyed"},
};

constexpr CommandExample kCompletionExamples[] = {
    {"source <(kenpin completion bash)", "for this shell; put it into ~/.bashrc for all"},
    {"kenpin completion zsh > ~/.zfunc/_kenpin", "with ~/.zfunc in fpath"},
    {"kenpin completion fish > ~/.config/fish/completions/kenpin.fish", ""},
};
constexpr CommandExample kManExamples[] = {
    {"kenpin man | man -l -", "read it"},
};

constexpr CommandText kTexts[] = {
    {"",
     "proofs bulk mail: verifies DKIM, checks the bulk-sender rules, sums up per domain",
     kProgramExamples,
     {}},
    {"scan", "audit corpora, write reports", kScanExamples, kScanCodes},
    {"explain", "one message: every fact, every rule, why, the remedy", kExplainExamples, kExplainCodes},
    {"plan", "share a corpus out among machines, write the manifest", kPlanExamples, kPlanCodes},
    {"merge", "partials of shards: the report of one run over all", kMergeExamples, kMergeCodes},
    {"rules", "the rules: who requires what, what follows, the sources", kRulesExamples, kAnswerCodes},
    {"diff", "what got worse or better between two summaries", kDiffExamples, kDiffCodes},
    {"spf", "check_host() for one sender: may this client send?", kSpfExamples, kAnswerCodes},
    {"dmarc", "which DMARC record applies to a domain, and why", kDmarcExamples, kAnswerCodes},
    {"dns", "record the DNS that a scan needs, or look it over", kDnsExamples, {}},
    {"dns snapshot",
     "ask what a scan of CORPUS would ask, write the answers",
     {kDnsExamples, 1},
     kSnapshotCodes},
    {"dns check",
     "what a snapshot or zone file holds, and what is wrong",
     {kDnsExamples + 1, 1},
     kCheckCodes},
    {"completion", "completions of the command line for a shell", kCompletionExamples, {}},
    {"man", "the manual page, as roff", kManExamples, {}},
};

}  // namespace

std::span<const CommandText> CommandTexts() { return kTexts; }

const CommandText& GetCommandText(std::string_view path) {
  for (const CommandText& text : kTexts) {
    if (text.path == path) return text;
  }
  std::abort();  // A command without its row: a mistake in the tree.
}

}  // namespace kenpin
