/** The features by which a language is recognized in text with an unknown encoding. */
export interface Language {
  /** The language's non-ASCII letters in lower case, in descending order of frequency. */
  letters: string
  script: Script
  /** The cost of assuming this language, in nats. It is higher for rare languages. Default: 0. */
  prior?: number
}

export type Script =
  | 'latin'
  | 'greek'
  | 'cyrillic'
  | 'hebrew'
  | 'arabic'
  | 'thai'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'half-width kana'
  | ''

const defineLatin = (letters: string): Language => ({ letters, script: 'latin' })
const defineCyrillic = (letters: string): Language => ({ letters, script: 'cyrillic' })

const westernLanguages = {
  german: defineLatin('üäößé'),
  french: defineLatin('éèàêçâôîûùëïœæüÿ'),
  spanish: defineLatin('óíáñéúüºª'),
  portuguese: defineLatin('ãçáéíóõêâúàôºªü'),
  italian: defineLatin('àèùòìéíóº'),
  catalan: { ...defineLatin('óàéíèçòúïü·'), prior: 1 },
  dutch: defineLatin('ëéïèöüóçáê'),
  swedishAndFinnish: defineLatin('äöåé'),
  danishAndNorwegian: defineLatin('øåæéöüäôòàê'),
  icelandic: { ...defineLatin('áíðéóþöæúý'), prior: 5 },
  estonian: { ...defineLatin('äõöüšž'), prior: 1 },
}
const centralEuropeanLanguages = {
  polish: defineLatin('ęłąóśżćńź'),
  czech: defineLatin('íáéěřšžčýůúťďňóö'),
  slovak: defineLatin('áíéčšžýúôľťňäďóŕĺ'),
  hungarian: defineLatin('áéöőíóüúű'),
  romanian: defineLatin('ăîâşţșț'),
  southSlavic: defineLatin('čšžćđ'),
  german: westernLanguages.german,
}
const balticLanguages = {
  lithuanian: defineLatin('ėšžųąįčūęõ'),
  latvian: defineLatin('āīēšņķģļžčūõ'),
  estonian: westernLanguages.estonian,
}
const russian = defineCyrillic('оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё')
const ukrainian = defineCyrillic('оанивітерскладмупзьгбчхяйцюшєїжщфґ')
const bulgarian = defineCyrillic('аеиотнрсвлдкпмзубгячъжхцйщюшфь')
const serbian = defineCyrillic('аионеијтрсвуклдпмзгбјчшцжћхљњђфџ')
const slavicLanguages = { russian, ukrainian, bulgarian, serbian }
const greekLanguages = { greek: { letters: 'αοιετσνηυρπκμλςωγδχθφβξζψάόίέήύώϊϋΐΰ', script: 'greek' } as Language }
const hebrewLanguages = { hebrew: { letters: 'יוהלאמרתבשנעםדקחפטצגסכןזךץףא', script: 'hebrew' } as Language }
const arabicLanguages = {
  arabic: { letters: 'ايلمنرتبوةعدسفهكقحجشصطخضغثءئذزأإىظؤآ', script: 'arabic' } as Language,
}
const turkishAndGerman = { turkish: defineLatin('ıüişğçöâîû'), german: westernLanguages.german }
const thaiLanguages = {
  thai: {
    letters: 'านรอกเงยมลวดสทตัีปคบ่้หพชแขิใ์ไจะ็ำูุถโณึซษฐผภฝื',
    script: 'thai',
  } as Language,
}
const defineHan = (letters: string): Language => ({ letters, script: 'han' })
/** The most frequent characters in names, addresses and administrative documents, in approximate order of frequency. */
const simplifiedChinese = {
  simplified: defineHan(
    '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运省城县镇村街号楼室局处公园馆广州深圳杭成都重庆图共库湖江河冬夏春秋备注姓财务名称住址电话单位部门编号日期金额数量价格',
  ),
}
const traditionalChinese = {
  traditional: defineHan(
    '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處義各入幾口認條平系氣題活更別打女變四總何電數安少報結反受目太量再感建務做接必場件計管期市直資命山金指統區保至隊形社便空決治展科司五基書非則聽白界達光放強權思完設式色路記南品住告類求據程北邊該交規萬取格望覺術領共確傳師觀清今院讓識帶導爭運省縣鄉鎮村里街號樓室局臺灣縣港館園圖書庫姓職稱陳林黃張李王吳劉蔡楊備註名稱地址電話單位部門編號日期金額數量價格',
  ),
}
const japanese = {
  japanese: {
    letters:
      '日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古歌買悪図週室歩風紙黒花春赤青館屋色走秋夏習駅洋旅服夕借曜飲肉貸堂鳥飯勉冬昼茶弟牛魚兄犬妹姉漢区市県府所課氏属務総号施設番備称種別管理保健福祉消防都道部丁村郡郵便宅藤鈴佐木太郎花美村井上松本清水林渡辺中島原池橋崎石森谷岡沢価格税込税数量単位',
    script: 'kana',
  } as Language,
}
const korean = {
  korean: {
    letters:
      '이다의는에가을고하지한로도은기사를시인있리어자나서정일대수보해과부전그아제여원주장상구공성동라비용것들조만위면신화관국으안소니세무며경할게년적생내스실유교선오중진방우재물연물였당행등간금미음모마식요설계회명반발군산영학문통번석히양남천민결본강출체단두물법복업호거건현야분되차외데속불름변배치주차각역월광김박최울특별시청총과',
    script: 'hangul',
  } as Language,
}

/** The languages of each encoding that has one or two bytes per character. */
export const languagesByEncoding: Readonly<Record<string, Record<string, Language>>> = {
  'windows-1252': westernLanguages,
  'iso-8859-15': westernLanguages,
  macintosh: westernLanguages,
  ibm437: westernLanguages,
  ibm850: westernLanguages,
  ibm865: {
    nordic: westernLanguages.danishAndNorwegian,
    icelandic: westernLanguages.icelandic,
    swedish: westernLanguages.swedishAndFinnish,
  },
  'windows-1250': centralEuropeanLanguages,
  'iso-8859-2': centralEuropeanLanguages,
  'iso-8859-16': { romanian: defineLatin('ăîâșț') },
  ibm852: centralEuropeanLanguages,
  'x-mac-ce': centralEuropeanLanguages,
  'windows-1251': slavicLanguages,
  'koi8-r': { russian, bulgarian },
  'koi8-u': { russian, ukrainian },
  ibm866: { russian, bulgarian, ukrainian },
  'iso-8859-5': slavicLanguages,
  'x-mac-cyrillic': slavicLanguages,
  'windows-1253': greekLanguages,
  'iso-8859-7': greekLanguages,
  ibm737: greekLanguages,
  'windows-1254': turkishAndGerman,
  ibm857: turkishAndGerman,
  'windows-1255': hebrewLanguages,
  'iso-8859-8': hebrewLanguages,
  ibm862: hebrewLanguages,
  'windows-1256': arabicLanguages,
  'iso-8859-6': arabicLanguages,
  'windows-1257': balticLanguages,
  'iso-8859-13': balticLanguages,
  ibm775: balticLanguages,
  'windows-874': thaiLanguages,
  shift_jis: japanese,
  'euc-jp': japanese,
  gb18030: simplifiedChinese,
  gbk: simplifiedChinese,
  big5: traditionalChinese,
  'euc-kr': korean,
}

/** Returns the script of a character, given its code point, or '' if scripts share the character. */
export function findScript(codePoint: number): Script {
  // U+0192 is a letter in Unicode, but its byte in windows-1252 is also the first byte of many Japanese characters.
  if (codePoint < 0x250)
    return codePoint >= 0xc0 && codePoint !== 0xd7 && codePoint !== 0xf7 && codePoint !== 0x192
      ? 'latin'
      : isAsciiLetter(codePoint)
        ? 'latin'
        : ''
  if (codePoint >= 0x370 && codePoint < 0x400) return 'greek'
  if (codePoint >= 0x400 && codePoint < 0x530) return 'cyrillic'
  if (codePoint >= 0x590 && codePoint < 0x600) return 'hebrew'
  if (codePoint >= 0x600 && codePoint < 0x780) return 'arabic'
  if (codePoint >= 0xe00 && codePoint < 0xe80) return 'thai'
  if (codePoint >= 0x1e00 && codePoint < 0x1f00) return 'latin'
  if (codePoint >= 0x3040 && codePoint < 0x3100) return 'kana'
  if ((codePoint >= 0x3400 && codePoint < 0xa000) || (codePoint >= 0x20000 && codePoint < 0x30000)) return 'han'
  if (codePoint >= 0xac00 && codePoint < 0xd7b0) return 'hangul'
  if (codePoint >= 0xff66 && codePoint < 0xffa0) return 'half-width kana'
  return ''
}

const isAsciiLetter = (codePoint: number): boolean =>
  (codePoint >= 65 && codePoint <= 90) || (codePoint >= 97 && codePoint <= 122)
