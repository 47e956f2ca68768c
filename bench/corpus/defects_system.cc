// Mail of sending systems that exist (systems.cc), sent for customers who are made up. None is a defect by
// itself; what some of them do to alignment follows from how they sign and whose envelope they use.
#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

// Of a demo corpus, for those of which rules have something to say.
constexpr uint64_t kShown = 6'000;

constexpr DefectRow Row(std::string_view name, std::string_view sender, std::string_view about,
                        std::string_view claims = "", uint64_t millionths = kRareMillionths) {
  DefectRow row;
  row.name = name;
  row.about = about;
  row.needs = kCampaignOnly;
  row.claims = claims;
  row.demo_millionths = millionths;
  row.sender = sender;
  return row;
}

const std::array<DefectRow, 26> kRows = {{
    Row("system-salesforce", "saffron-tea.example", "Salesforce, whose envelope it is", "", kShown),
    Row("system-marketing-cloud", "tidewater-sail.example", "Salesforce Marketing Cloud"),
    Row("system-hubspot", "mori-camp.example", "HubSpot"),
    Row("system-sendgrid", "lantern-press.example", "SendGrid"),
    Row("system-amazon-ses", "suzume-bakery.example", "Amazon SES"),
    Row("system-mailgun", "copper-kettle.example", "Mailgun"),
    Row("system-activecampaign", "north-pier.example", "ActiveCampaign"),
    Row("system-sparkpost", "quiet-loom.example", "SparkPost"),
    Row("system-zendesk", "bright-bolt.example", "Zendesk"),
    Row("system-mailchimp", "plum-orchard.example", "Mailchimp"),
    Row("system-postmark", "signal-box.example", "Postmark"),
    Row("system-oracle", "grand-dune.example", "Oracle"),
    Row("system-mailjet", "marble-run.example", "Mailjet"),
    Row("system-klaviyo", "velvet-fern.example", "Klaviyo, delivered by SendGrid"),
    Row("system-emarsys", "amber-mill.example", "Emarsys"),
    Row("system-brevo", "river-forge.example", "Brevo"),
    Row("system-zoho", "indigo-vat.example", "Zoho"),
    Row("system-constant-contact", "maple-hall.example", "Constant Contact"),
    Row("system-jcity", "hinode-foods.example", "JCity Mail, with the customer's own signature"),
    Row("system-489ban", "yuki-onsen.example", "489ban, with its own signature only", "", kShown),
    Row("system-blastmail", "tsubame-bunko.example", "blastmail"),
    Row("system-cuenote", "kujira-aqua.example", "Cuenote"),
    Row("system-haihai", "nagisa-surf.example", "HaiHai Mail, with its own signature only", "", kShown),
    Row("system-spiral", "asagi-textile.example", "SPIRAL"),
    Row("system-bownow", "hibari-music.example", "BowNow"),
    Row("system-hubspot-unconnected", "hs-domain.com",
        "HubSpot with its own domain in From, for the customer's is not connected", "esp-rewritten-from=warn",
        kShown),
}};

}  // namespace

std::span<const DefectRow> SystemDefects() { return kRows; }

}  // namespace kenpin::corpus
