#include "engine/mail/unsubscribe_words.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

std::string Encode(std::string_view utf8, const char* charset) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(std::string(utf8));
  std::string out(utf8.size() * 4, '\0');
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(charset, &error);
  out.resize(static_cast<size_t>(ucnv_fromUChars(converter, out.data(), static_cast<int32_t>(out.size()),
                                                 text.getBuffer(), text.length(), &error)));
  ucnv_close(converter);
  EXPECT_TRUE(U_SUCCESS(error)) << charset;
  return out;
}

std::string Found(std::string_view text, std::string_view charset) {
  const PaddedText padded(text);
  const std::optional<WordHit> hit = FindUnsubscribeWord(padded.view(), charset, 0);
  return hit ? std::string(text.substr(hit->begin, hit->end - hit->begin)) : "";
}

TEST(UnsubscribeWords, Languages) {
  const struct {
    const char* name;
    std::string_view text;
    std::string_view word;
  } kCases[] = {
      {"English", "To UNSUBSCRIBE click here", "UNSUBSCRI"},
      {"English, over a line end", "If you no\r\n longer wish to get this", "no\r\n longer wish to"},
      {"English opt out", "you may opt-out any time", "opt-out"},
      {"not: subscribe", "Subscribe to our list, options outside", ""},
      {"Japanese", "メールの配信停止はこちら", "配信停止"},
      {"Japanese, over a line end", "メールの配信\r\n停止はこちら", "配信\r\n停止"},
      {"Japanese opt out", "オプトアウトする", "オプトアウト"},
      {"Japanese cancel registration", "登録解除", "登録解除"},
      {"German", "Bitte abbestellen", "abbestell"},
      {"German log off", "Hier ABMELDEN", "ABMELD"},
      {"French", "Se désabonner", "sabonne"},
      {"French, as entity", "Se d&eacute;sinscrire", "sinscri"},
      {"French, stop", "pour ne plus recevoir nos offres", "plus recevoir"},
      {"Spanish", "Darse de baja", "de baja"},
      {"Portuguese", "Descadastre-se", "Descadastr"},
      {"Italian", "Disiscriviti", "Disiscri"},
      {"Dutch", "Afmelden of uitschrijven", "Afmeld"},
      {"Simplified Chinese", "如需退订请点击", "退订"},
      {"Traditional Chinese", "取消訂閱電子報", "取消訂閱"},
      {"Korean", "수신거부를 원하시면", "수신거부"},
      {"nothing", "Your parcel is on its way. 配信のお知らせ", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(Found(c.text, "utf-8"), c.word) << c.name;
}

TEST(UnsubscribeWords, Charsets) {
  const struct {
    const char* charset;
    std::string_view text;
    std::string_view word;
  } kCases[] = {
      {"EUC-JP", "メールの配信停止はこちら", "配信停止"},
      {"Shift_JIS", "<p>メールの配信停止はこちら", "配信停止"},
      {"GB18030", "如需退订请点击", "退订"},
      {"gb2312", "如需取消订阅请点击", "取消订阅"},
      {"Big5", "取消訂閱電子報", "取消訂閱"},
      {"EUC-KR", "메일 수신거부 하기", "수신거부"},
      {"ISO-8859-1", "Se désabonner", "sabonne"},
      {"windows-1252", "Bitte abbestellen", "abbestell"},
      {"KOI8-R", "Если unsubscribe", "unsubscri"},
      {"EUC-JP", "お知らせの配信", ""},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Found(Encode(c.text, c.charset), c.charset), c.word.empty() ? "" : Encode(c.word, c.charset))
        << c.charset << " " << c.text;
  }
}

TEST(UnsubscribeWords, AreFoundAtEveryPlace) {
  for (size_t before = 0; before < 200; ++before) {
    EXPECT_EQ(Found(std::string(before, 'b') + "Unsubscribe", ""), "Unsubscri") << before;
    EXPECT_EQ(Found(std::string(before, '\n') + "配信停止", "utf-8"), "配信停止") << before;
  }
}

TEST(UnsubscribeWords, CoversScriptOf) {
  const struct {
    const char* name;
    std::string_view text;
    const char* charset;
    bool covered;
  } kCases[] = {
      {"English", "Hello", "us-ascii", true},
      {"Japanese", "お知らせをお送りします。お知らせをお送りします。", "utf-8", true},
      {"Korean", "안녕하세요 안녕하세요 안녕하세요 안녕하세요", "utf-8", true},
      {"Russian", "Здравствуйте, уважаемый клиент нашего магазина", "utf-8", false},
      {"Greek", "Αγαπητοί φίλοι, σας ευχαριστούμε πολύ", "utf-8", false},
      {"Thai", "เรียนลูกค้าผู้มีอุปการคุณทุกท่าน", "utf-8", false},
      {"a Russian name", "Dear Иван, hello", "utf-8", true},
      {"French", "été déjà là, où ça, très élégant, naïveté", "utf-8", true},
      {"English in KOI8-R", "Hello", "KOI8-R", true},
      {"Russian in KOI8-R",
       "\xda\xc4\xd2\xc1\xd7\xd3\xd4\xd7\xd5\xca\xd4\xc5\xda\xc4\xd2\xc1\xd7\xd3\xd4\xd7\xd5\xca\xd4\xc5",
       "koi8-r", false},
  };
  for (const auto& c : kCases) {
    const PaddedText padded(c.text);
    EXPECT_EQ(CoversScriptOf(padded.view(), c.charset), c.covered) << c.name;
  }
}

TEST(UnsubscribeWords, CoversLanguage) {
  for (const char* tag : {"en", "ja-JP", "zh-Hant-TW", "PT_br", "", "x"})
    EXPECT_TRUE(CoversLanguage(tag)) << tag;
  for (const char* tag : {"pl", "ru-RU", "tr", "sv", "vi"}) EXPECT_FALSE(CoversLanguage(tag)) << tag;
}

}  // namespace
}  // namespace kenpin
