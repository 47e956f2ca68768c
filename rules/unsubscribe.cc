#include "rules/unsubscribe.h"

#include "rules/content.h"
#include "rules/levels.h"
#include "rules/signature.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

using Post = ListUnsubscribeFacts::Post;

// Whether the message owes an unsubscribe at all: a verdict that ends the matter, or a pass if it does.
Verdict JudgeClass(const Evidence& evidence) {
  switch (evidence.unsubscribe_class) {
    case UnsubscribeClass::kTransactional:
      return NotApplicable(Reason::kTransactional);
    case UnsubscribeClass::kUnknown:
      return Unknown(Reason::kClassUnknown);
    case UnsubscribeClass::kMarketing:
    case UnsubscribeClass::kMarketingGuess:
      break;
  }
  return Pass();
}

bool HasNoUri(const ListUnsubscribeFacts& field) {
  return field.https_uris == 0 && field.http_uris == 0 && field.mailto_uris == 0 && field.other_uris == 0;
}

// What the signatures of a message say of the two fields.
struct Coverage {
  bool both_aligned =
      false;  // A passing signature covers both, and is the author's (or cannot be said not to be).
  bool both_third_party = false;  // A passing signature covers both, and is a third party's.
  bool both_open = false;         // A signature covers both, or may, and its result can not be told.
  bool passing = false;
  bool first = false;   // Some passing signature covers List-Unsubscribe,
  bool second = false;  // some passing signature List-Unsubscribe-Post.
  bool extra_instance =
      false;  // A passing signature lists both, and one occurs more often than it is listed.
};

// Behind the limit on signatures, or without the whole message, it is not even known what is covered.
bool CoverageUnknown(const SignatureEvidence& signature) {
  return signature.reason == DkimReason::kTooManySignatures ||
         signature.reason == DkimReason::kMessageTooLarge;
}

void AddSignature(const Evidence& evidence, const SignatureEvidence& signature, Coverage* coverage) {
  const DkimCoverage& covers = signature.coverage;
  const bool both = covers.covers_list_unsubscribe && covers.covers_list_unsubscribe_post;
  const Standing standing = StandingOf(evidence, signature);
  if (standing == Standing::kFails) return;
  if (standing == Standing::kCannotTell || CoverageUnknown(signature)) {
    coverage->both_open |= both || CoverageUnknown(signature);
    return;
  }
  const bool third_party = signature.alignment == AlignmentResult::kNone;
  coverage->passing = true;
  coverage->both_aligned |= both && !third_party;
  coverage->both_third_party |= both && third_party;
  coverage->first |= covers.covers_list_unsubscribe;
  coverage->second |= covers.covers_list_unsubscribe_post;
  coverage->extra_instance |=
      !both && covers.list_unsubscribe_listed > 0 && covers.list_unsubscribe_post_listed > 0;
}

// No passing signature covers both fields, and none might: why.
Reason MissingCoverage(const Coverage& coverage) {
  if (!coverage.passing) return Reason::kNoPassingSignature;
  if (coverage.extra_instance) return Reason::kUnsubscribeExtraInstance;
  return coverage.first && coverage.second ? Reason::kUnsubscribeSignedApart : Reason::kUnsubscribeNotSigned;
}

// Why nothing that was found in the body proves that there is nothing; kNone if it does.
Reason WhyBodyIsOpen(const Evidence& evidence) {
  const ContentFacts& content = evidence.mail->content;
  if (content.image_only) return Reason::kBodyImageOnly;
  if (content.text_undecodable) return Reason::kBodyCharset;
  return content.language_covered ? WhyBodyIsCut(evidence) : Reason::kBodyLanguage;
}

// A List-Unsubscribe that can be used, and that offers mail alone.
bool IsMailtoOnly(const Evidence& evidence) {
  const ListUnsubscribeFacts& field = evidence.mail->unsubscribe;
  const bool usable = field.field_count == 1 && !field.no_brackets;
  return usable && field.mailto_uris > 0 && field.https_uris == 0 && field.http_uris == 0;
}

}  // namespace

// Told by --traffic, or by signs that agree. Nobody but the recipient can really know.
Verdict CheckUnsubClass(const Evidence& evidence) {
  switch (evidence.unsubscribe_class) {
    case UnsubscribeClass::kMarketing:
    case UnsubscribeClass::kTransactional:
      return Pass();
    case UnsubscribeClass::kMarketingGuess:
      return Warn(Reason::kClassGuessed);
    case UnsubscribeClass::kUnknown:
      break;
  }
  return Unknown(Reason::kClassUnknown);
}

// RFC 8058 §3.1, §4: a List-Unsubscribe, one https URI in it, List-Unsubscribe-Post, and a passing signature
// over both. A missing part fails even where another is still open; what is only worth a remark does not
// count against it. Yahoo prefers all that, and accepts a mailto alone.
Verdict CheckUnsubOneClick(const Evidence& evidence, Provider provider) {
  const Verdict by_class = JudgeClass(evidence);
  if (by_class.outcome != Outcome::kPass) return by_class;
  if (provider == Provider::kYahoo && IsMailtoOnly(evidence)) return Warn(Reason::kHttpsMissing);
  const Verdict parts[] = {CheckUnsubHeader(evidence), CheckUnsubHttps(evidence), CheckUnsubPost(evidence),
                           CheckUnsubDkimCovered(evidence)};
  for (const Verdict& part : parts) {
    if (part.outcome == Outcome::kFail) return part;
  }
  for (const Verdict& part : parts) {
    if (part.outcome == Outcome::kUnknown) return part;
  }
  return Pass();
}

// RFC 2369 §2, §3.2.
Verdict CheckUnsubHeader(const Evidence& evidence) {
  const Verdict by_class = JudgeClass(evidence);
  if (by_class.outcome != Outcome::kPass) return by_class;
  const ListUnsubscribeFacts& field = evidence.mail->unsubscribe;
  if (field.field_count == 0) {
    return FailAbsent(evidence, &MtaAdds::list_unsubscribe, Reason::kListUnsubscribeMissing);
  }
  if (field.field_count > 1) return Fail(Reason::kListUnsubscribeRepeated);
  if (field.no_brackets) return Fail(Reason::kListUnsubscribeNoBrackets);
  if (HasNoUri(field)) return Fail(Reason::kListUnsubscribeNoUri);
  if (field.white_space_inside) return Warn(Reason::kListUnsubscribeWhiteSpace);
  if (field.text_outside) return Warn(Reason::kListUnsubscribeTextOutside);
  return field.unknown_scheme ? Warn(Reason::kListUnsubscribeScheme) : Pass();
}

// RFC 8058 §3.1: one https URI; others only if they are neither http nor https. Their order is free.
Verdict CheckUnsubHttps(const Evidence& evidence) {
  const Verdict by_class = JudgeClass(evidence);
  if (by_class.outcome != Outcome::kPass) return by_class;
  const ListUnsubscribeFacts& field = evidence.mail->unsubscribe;
  if (field.field_count == 0) {
    return FailAbsent(evidence, &MtaAdds::list_unsubscribe, Reason::kListUnsubscribeMissing);
  }
  if (field.https_uris == 0) return Fail(Reason::kHttpsMissing);
  if (field.https_uris > 1) return Fail(Reason::kHttpsRepeated);
  return field.http_uris > 0 ? Fail(Reason::kHttpBesideHttps) : Pass();
}

// RFC 8058 §3.1.
Verdict CheckUnsubPost(const Evidence& evidence) {
  const Verdict by_class = JudgeClass(evidence);
  if (by_class.outcome != Outcome::kPass) return by_class;
  const ListUnsubscribeFacts& field = evidence.mail->unsubscribe;
  if (field.post_count == 0)
    return FailAbsent(evidence, &MtaAdds::list_unsubscribe_post, Reason::kPostMissing);
  if (field.post_count > 1) return Fail(Reason::kPostRepeated);
  if (field.post == Post::kWrong) return Fail(Reason::kPostWrong);
  if (field.post == Post::kLoose) return Warn(Reason::kPostLoose);
  const bool added_later = field.field_count == 0 && AddedLater(evidence, &MtaAdds::list_unsubscribe);
  return field.https_uris == 0 && !added_later ? Warn(Reason::kPostWithoutHttps) : Pass();
}

// RFC 8058 §3.1, §4: one signature covers both fields, every instance of them. It need not be the author's.
Verdict CheckUnsubDkimCovered(const Evidence& evidence) {
  const Verdict by_class = JudgeClass(evidence);
  if (by_class.outcome != Outcome::kPass) return by_class;
  const ListUnsubscribeFacts& field = evidence.mail->unsubscribe;
  if (field.post_count == 0) {
    const bool added_later = AddedLater(evidence, &MtaAdds::list_unsubscribe_post);
    return added_later ? Unknown(Reason::kAddedLater) : NotApplicable(Reason::kPostMissing);
  }
  if (field.field_count == 0 && AddedLater(evidence, &MtaAdds::list_unsubscribe))
    return Unknown(Reason::kAddedLater);
  if (evidence.signatures.empty()) {
    const bool signed_later = AddedLater(evidence, &MtaAdds::dkim_signature);
    return signed_later ? Unknown(Reason::kNotSignedYet) : FailAbsent(evidence, Reason::kNoSignature);
  }
  Coverage coverage;
  for (const SignatureEvidence& signature : evidence.signatures) AddSignature(evidence, signature, &coverage);
  if (coverage.both_aligned) return Pass();
  if (coverage.both_third_party) return Warn(Reason::kThirdPartySignature);
  if (coverage.both_open) return Unknown(Reason::kSignatureUnknown);
  return Fail(MissingCoverage(coverage));
}

// A link that leads to where List-Unsubscribe does is as good as words.
Verdict CheckUnsubBodyLink(const Evidence& evidence) {
  const Verdict by_class = JudgeClass(evidence);
  if (by_class.outcome != Outcome::kPass) return by_class;
  const ContentFacts& content = evidence.mail->content;
  if (content.shares_unsubscribe_link) return Pass();
  switch (content.unsubscribe) {
    case UnsubscribeSign::kVisible:
      return Pass();
    case UnsubscribeSign::kLowContrast:
      return Warn(Reason::kBodyUnsubscribeLowContrast);
    case UnsubscribeSign::kImageOnly:
      return Warn(Reason::kBodyUnsubscribeImage);
    case UnsubscribeSign::kHidden:
      return Warn(Reason::kBodyUnsubscribeHidden);
    case UnsubscribeSign::kNone:
      break;
  }
  const Reason open = WhyBodyIsOpen(evidence);
  return open == Reason::kNone ? Fail(Reason::kBodyUnsubscribeMissing) : Unknown(open);
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kUnsubClass,
     "unsub-class",
     {"Whether this is marketing mail is known", "マーケティングメールかどうかわかる"},
     kNobody,
     kUnenforced,
     {},
     "Google, Email sender guidelines FAQ: the recipients decide",
     "G-FAQ",
     {"Say with --traffic what the mail is.", "メールの種類を --traffic で指定する。"},
     CheckUnsubClass},
    {RuleId::kUnsubOneClick,
     "unsub-one-click",
     {"One click unsubscribes", "ワンクリックで登録解除できる"},
     kOneClick,
     kSupportLost,
     {},
     "Google, Email sender guidelines and FAQ; Yahoo, Sender Hub; RFC 8058 §3.1, §4",
     "G-81126 G-FAQ Y-SRR",
     {"Let the sending service add List-Unsubscribe and List-Unsubscribe-Post, and sign both.",
      "配信サービスで List-Unsubscribe と List-Unsubscribe-Post を付け、両方を署名の対象にする。"},
     nullptr,
     CheckUnsubOneClick},
    {RuleId::kUnsubHeader,
     "unsub-header",
     {"List-Unsubscribe is there and can be read", "解釈できる List-Unsubscribe がある"},
     kBulkGmailYahoo,
     kSupportLost,
     {},
     "RFC 2369 §2; §3.2 from memory",
     "",
     {"Write it as <https://...>, <mailto:...>.", "<https://...>, <mailto:...> の形で書く。"},
     CheckUnsubHeader},
    {RuleId::kUnsubHttps,
     "unsub-https",
     {"List-Unsubscribe holds exactly one https URI", "List-Unsubscribe の https URI は 1 つだけ"},
     kBulkGmail,
     kSupportLost,
     {},
     "RFC 8058 §3.1; Google, Email sender guidelines FAQ",
     "G-FAQ",
     {"Offer one https address that takes a POST.", "POST を受け付ける https の URI を 1 つ示す。"},
     CheckUnsubHttps},
    {RuleId::kUnsubPost,
     "unsub-post",
     {"List-Unsubscribe-Post says what it must", "List-Unsubscribe-Post の値が正しい"},
     kBulkGmail,
     kSupportLost,
     {},
     "RFC 8058 §3.1; Google, Email sender guidelines",
     "G-81126",
     {"Add the field List-Unsubscribe-Post: List-Unsubscribe=One-Click.",
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click を追加する。"},
     CheckUnsubPost},
    {RuleId::kUnsubDkimCovered,
     "unsub-dkim-covered",
     {"One valid signature covers both fields of one-click unsubscribe",
      "登録解除の両ヘッダーを 1 つの署名が対象"},
     kBulkGmail,
     kSupportLost,
     {},
     "RFC 8058 §3.1, §4",
     "",
     {"Add list-unsubscribe and list-unsubscribe-post to the header fields that the signer covers.",
      "署名対象のヘッダーに list-unsubscribe と list-unsubscribe-post を追加する。"},
     CheckUnsubDkimCovered},
    {RuleId::kUnsubBodyLink,
     "unsub-body-link",
     {"The body shows a way to unsubscribe", "本文に登録解除の方法がある"},
     kBodyLink,
     kSupportLost,
     {},
     "Google, Email sender guidelines; Yahoo, Sender Hub; Apple, Postmaster information; Microsoft, "
     "Outlook's "
     "requirements",
     "G-81126 Y-SRR A-102322 M-BLOG",
     {"Add a plain link to unsubscribe near the top or the end.",
      "冒頭または末尾の近くに、登録解除のわかりやすいリンクを置く。"},
     CheckUnsubBodyLink},
};

}  // namespace

std::span<const RuleInfo> UnsubscribeRules() { return kRules; }

}  // namespace kenpin
