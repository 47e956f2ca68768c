// What mail says in each language outside its paragraphs, and the plain sentences of the languages that only
// a few rows speak.
#include "bench/corpus/text.h"

namespace kenpin::corpus {
namespace {

constexpr Phrases kJapanese = {"ja", "{} 様\r\n\r\n現在のポイント: {}点\r\n{}\r\n\r\n", "配信停止はこちら",
                               "配信停止", "このメールはご利用の控えとしてお送りしています。"};
constexpr Phrases kEnglish = {"en", "Dear {},\r\n\r\nyou have {} points.\r\n{}\r\n\r\n",
                              "Unsubscribe here:", "Unsubscribe",
                              "This is a record of your own request; please keep it."};
constexpr Phrases kGerman = {"de", "Guten Tag {},\r\n\r\nSie haben {} Punkte.\r\n{}\r\n\r\n",
                             "Hier können Sie sich vom Rundbrief abmelden:", "Rundbrief abbestellen",
                             "Diese Nachricht bestätigt Ihre Anfrage."};
constexpr Phrases kFrench = {"fr", "Bonjour {},\r\n\r\nvous avez {} points.\r\n{}\r\n\r\n",
                             "Pour vous désabonner, cliquez ici :", "Se désabonner",
                             "Ce message confirme votre demande."};
constexpr Phrases kSpanish = {"es", "Hola, {}:\r\n\r\ntiene {} puntos.\r\n{}\r\n\r\n",
                              "Si desea darse de baja, pulse aquí:", "Darse de baja",
                              "Este mensaje confirma su petición."};
constexpr Phrases kPortuguese = {"pt", "Olá, {}!\r\n\r\nVocê tem {} pontos.\r\n{}\r\n\r\n",
                                 "Para cancelar a inscrição, clique aqui:", "Cancelar inscrição",
                                 "Esta mensagem confirma o seu pedido."};
constexpr Phrases kItalian = {"it", "Buongiorno {},\r\n\r\nha {} punti.\r\n{}\r\n\r\n",
                              "Per disiscriversi basta premere qui:", "Disiscriversi",
                              "Questo messaggio conferma la Sua richiesta."};
constexpr Phrases kDutch = {"nl", "Beste {},\r\n\r\nu hebt {} punten.\r\n{}\r\n\r\n",
                            "Hier kunt u zich afmelden voor onze nieuwsbrief:", "Afmelden",
                            "Dit bericht bevestigt uw aanvraag."};
constexpr Phrases kSimplifiedChinese = {"zh-Hans", "尊敬的{}：\r\n\r\n您有{}分。\r\n{}\r\n\r\n",
                                        "退订请按这里：", "取消订阅", "本邮件是您的申请记录。"};
constexpr Phrases kTraditionalChinese = {"zh-Hant", "親愛的{}：\r\n\r\n您有{}點。\r\n{}\r\n\r\n",
                                         "取消訂閱請按這裡：", "取消訂閱", "本郵件是您的申請紀錄。"};
constexpr Phrases kKorean = {"ko", "{} 님께\r\n\r\n포인트가 {}점 있습니다.\r\n{}\r\n\r\n",
                             "수신거부를 원하시면 여기를 누르세요:", "수신거부",
                             "이 메일은 신청 내역입니다."};
constexpr Phrases kRussian = {"ru", "Здравствуйте, {}!\r\n\r\nУ вас {} баллов.\r\n{}\r\n\r\n",
                              "Чтобы отписаться, нажмите здесь:", "Отписаться",
                              "Это письмо подтверждает ваш запрос."};

constexpr PlainWords kGermanWords = {
    {"Die neuen Töpfe aus der Werkstatt sind da, und die ersten sind schon verkauft.",
     "Am Samstag öffnen wir früher und kochen für alle einen großen Topf Suppe.",
     "Unsere älteste Gärtnerin erzählt, wie man Rosen über den Winter bringt.",
     "Für Mitglieder gibt es diese Woche zehn Prozent auf alle Sämereien."},
    {"Neues aus der Gärtnerei", "Grüße vom Hof"}};
constexpr PlainWords kFrenchWords = {
    {"Les premières fraises sont arrivées ce matin et elles ne dureront pas.",
     "Notre boulangère a préparé une recette très simple pour le déjeuner du dimanche.",
     "Jusqu'à la fin du mois, la livraison est gratuite pour tous nos clients.",
     "Venez goûter les fromages de la vallée, à côté de la fontaine."},
    {"Les nouveautés du marché", "Un café à la fontaine"}};
constexpr PlainWords kSpanishWords = {
    {"Esta semana llegan las mantas de lana que nos pidieron tantas veces.",
     "El sábado abrimos más temprano y servimos el desayuno en el jardín.",
     "Nuestra compañera cuenta cómo se cuida una guitarra en los días de lluvia.",
     "El envío es gratuito hasta el último día del mes."},
    {"Novedades de la tienda", "Un regalo pequeño"}};
constexpr PlainWords kPortugueseWords = {{"As novas cestas chegaram ontem e já há poucas na loja.",
                                          "No sábado abrimos mais cedo, com café e pão de milho para todos.",
                                          "A nossa colega explica como guardar as ervas durante o inverno.",
                                          "A entrega é grátis até ao fim do mês."},
                                         {"Novidades da maré", "Um presente para você"}};
constexpr PlainWords kItalianWords = {
    {"Sono arrivate le tazze della bottega, ognuna dipinta a mano.",
     "Sabato apriamo prima e offriamo la colazione nel cortile.",
     "La nostra collega racconta come si cura il basilico d'inverno.",
     "La spedizione è gratuita fino alla fine del mese perché è primavera."},
    {"Novità dalla bottega", "Un piccolo regalo"}};
constexpr PlainWords kDutchWords = {
    {"De nieuwe fietstassen zijn er en de eerste zijn al verkocht.",
     "Op zaterdag gaan we eerder open en schenken we koffie voor iedereen.",
     "Onze oudste monteur vertelt hoe u een ketting één seizoen langer gebruikt.",
     "De bezorging is gratis tot het einde van de maand."},
    {"Nieuws uit de werkplaats", "Een klein cadeau"}};
constexpr PlainWords kSimplifiedWords = {
    {"新书已经到店，第一批只有一百本。", "星期六我们提前开门，请大家喝春天的新茶。",
     "老店员讲怎样保存旧书，欢迎来听。", "本月月底以前，全部图书免费送货。"},
    {"春风书店新书介绍", "会员小礼物"}};
constexpr PlainWords kTraditionalWords = {
    {"新茶已經到店，第一批只有一百罐。", "星期六我們提早開門，請大家喝春天的新茶。",
     "老師傅講怎樣保存茶葉，歡迎來聽。", "本月月底以前，全部商品免運費。"},
    {"月光茶行新茶介紹", "會員小禮物"}};
constexpr PlainWords kKoreanWords = {
    {"새 책이 들어왔습니다. 첫 번째 묶음은 백 권뿐입니다.", "토요일에는 일찍 문을 열고 따뜻한 차를 드립니다.",
     "오래된 책을 보관하는 방법을 알려 드립니다.", "이번 달 말까지 배송비가 없습니다."},
    {"하늘서점 새 책 소개", "회원 선물 안내"}};
constexpr PlainWords kRussianWords = {
    {"Новые книги уже в магазине, и первых осталось немного.",
     "В субботу мы открываемся раньше и угощаем всех чаем.",
     "Наш старший мастер расскажет, как хранить старые книги.", "До конца месяца доставка бесплатная."},
    {"Новости теремка", "Небольшой подарок"}};

}  // namespace

const Phrases& GetPhrases(Language language) {
  switch (language) {
    case Language::kJapanese:
      return kJapanese;
    case Language::kEnglish:
      return kEnglish;
    case Language::kGerman:
      return kGerman;
    case Language::kFrench:
      return kFrench;
    case Language::kSpanish:
      return kSpanish;
    case Language::kPortuguese:
      return kPortuguese;
    case Language::kItalian:
      return kItalian;
    case Language::kDutch:
      return kDutch;
    case Language::kSimplifiedChinese:
      return kSimplifiedChinese;
    case Language::kTraditionalChinese:
      return kTraditionalChinese;
    case Language::kKorean:
      return kKorean;
    case Language::kRussian:
      return kRussian;
  }
  return kEnglish;
}

const PlainWords* FindPlainWords(Language language) {
  switch (language) {
    case Language::kJapanese:
    case Language::kEnglish:
      return nullptr;
    case Language::kGerman:
      return &kGermanWords;
    case Language::kFrench:
      return &kFrenchWords;
    case Language::kSpanish:
      return &kSpanishWords;
    case Language::kPortuguese:
      return &kPortugueseWords;
    case Language::kItalian:
      return &kItalianWords;
    case Language::kDutch:
      return &kDutchWords;
    case Language::kSimplifiedChinese:
      return &kSimplifiedWords;
    case Language::kTraditionalChinese:
      return &kTraditionalWords;
    case Language::kKorean:
      return &kKoreanWords;
    case Language::kRussian:
      return &kRussianWords;
  }
  return nullptr;
}

}  // namespace kenpin::corpus
