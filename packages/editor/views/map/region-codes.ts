/** ISO 3166-1 country codes, each with two letters followed by three letters. */
const countryCodes =
  'AFAFGAXALAALALBDZDZAASASMADANDAOAGOAIAIAAQATAAGATGARARGAMARMAWABWAUAUSATAUTAZAZEBSBHSBHBHRBDBGDBBBRB' +
  'BYBLRBEBELBZBLZBJBENBMBMUBTBTNBOBOLBQBESBABIHBWBWABVBVTBRBRAIOIOTBNBRNBGBGRBFBFABIBDICVCPVKHKHMCMCMR' +
  'CACANKYCYMCFCAFTDTCDCLCHLCNCHNCXCXRCCCCKCOCOLKMCOMCGCOGCDCODCKCOKCRCRICICIVHRHRVCUCUBCWCUWCYCYPCZCZE' +
  'DKDNKDJDJIDMDMADODOMECECUEGEGYSVSLVGQGNQERERIEEESTSZSWZETETHFKFLKFOFROFJFJIFIFINFRFRAGFGUFPFPYFTFATF' +
  'GAGABGMGMBGEGEODEDEUGHGHAGIGIBGRGRCGLGRLGDGRDGPGLPGUGUMGTGTMGGGGYGNGINGWGNBGYGUYHTHTIHMHMDVAVATHNHND' +
  'HKHKGHUHUNISISLININDIDIDNIRIRNIQIRQIEIRLIMIMNILISRITITAJMJAMJPJPNJEJEYJOJORKZKAZKEKENKIKIRKPPRKKRKOR' +
  'KWKWTKGKGZLALAOLVLVALBLBNLSLSOLRLBRLYLBYLILIELTLTULULUXMOMACMGMDGMWMWIMYMYSMVMDVMLMLIMTMLTMHMHLMQMTQ' +
  'MRMRTMUMUSYTMYTMXMEXFMFSMMDMDAMCMCOMNMNGMEMNEMSMSRMAMARMZMOZMMMMRNANAMNRNRUNPNPLNLNLDNCNCLNZNZLNINIC' +
  'NENERNGNGANUNIUNFNFKMKMKDMPMNPNONOROMOMNPKPAKPWPLWPSPSEPAPANPGPNGPYPRYPEPERPHPHLPNPCNPLPOLPTPRTPRPRI' +
  'QAQATREREUROROURURUSRWRWABLBLMSHSHNKNKNALCLCAMFMAFPMSPMVCVCTWSWSMSMSMRSTSTPSASAUSNSENRSSRBSCSYCSLSLE' +
  'SGSGPSXSXMSKSVKSISVNSBSLBSOSOMZAZAFGSSGSSSSSDESESPLKLKASDSDNSRSURSJSJMSESWECHCHESYSYRTWTWNTJTJKTZTZA' +
  'THTHATLTLSTGTGOTKTKLTOTONTTTTOTNTUNTRTURTMTKMTCTCATVTUVUGUGAUAUKRAEAREGBGBRUSUSAUMUMIUYURYUZUZBVUVUT' +
  'VEVENVNVNMVGVGBVIVIRWFWLFEHESHYEYEMZMZMBZWZWEXKXKX'

/** Codes of US states and territories, each with two digits (FIPS) followed by two letters. */
const stateCodes =
  '01AL02AK04AZ05AR06CA08CO09CT10DE11DC12FL13GA15HI16ID17IL18IN19IA20KS21KY22LA23ME24MD25MA26MI27MN28MS' +
  '29MO30MT31NE32NV33NH34NJ35NM36NY37NC38ND39OH40OK41OR42PA44RI45SC46SD47TN48TX49UT50VT51VA53WA54WV55WI' +
  '56WY60AS66GU69MP72PR78VI'

/** Splits a string into chunks of the given length. */
const splitIntoChunks = (text: string, length: number): string[] =>
  Array.from({ length: text.length / length }, (_, index) => text.slice(index * length, (index + 1) * length))

/** Three-letter country codes, keyed by two-letter code. */
export const alpha3ByAlpha2: ReadonlyMap<string, string> = new Map(
  splitIntoChunks(countryCodes, 5).map((codes) => [codes.slice(0, 2), codes.slice(2)]),
)

/** Postal codes of US states and territories, keyed by FIPS code. */
export const postalByFips: ReadonlyMap<string, string> = new Map(
  splitIntoChunks(stateCodes, 4).map((codes) => [codes.slice(0, 2), codes.slice(2)]),
)

/** Country names that neither the atlas nor `Intl` provides, keyed by two-letter code. */
export const otherCountryNames: Readonly<Record<string, readonly string[]>> = {
  US: ['USA', 'United States of America', 'U.S.A.'],
  GB: ['Great Britain', 'United Kingdom of Great Britain and Northern Ireland', 'UK'],
  RU: ['Russian Federation'],
  KR: ['Korea', 'Republic of Korea', 'Korea Republic of', 'Korea Rep'],
  KP: ['Democratic Peoples Republic of Korea', 'Korea Dem Rep'],
  IR: ['Islamic Republic of Iran', 'Iran Islamic Rep'],
  SY: ['Syrian Arab Republic'],
  LA: ['Lao PDR', 'Lao Peoples Democratic Republic'],
  VN: ['Viet Nam'],
  CZ: ['Czech Republic'],
  CI: ['Ivory Coast', 'Cote dIvoire'],
  CV: ['Cabo Verde'],
  SZ: ['Swaziland'],
  MM: ['Burma', 'Myanmar'],
  MK: ['Macedonia', 'North Macedonia'],
  CD: ['Democratic Republic of the Congo', 'DR Congo', 'Congo Dem Rep', 'Congo Kinshasa', 'Zaire'],
  CG: ['Congo', 'Republic of the Congo', 'Congo Rep', 'Congo Brazzaville'],
  TR: ['Turkey', 'Turkiye'],
  NL: ['Holland'],
  AE: ['UAE'],
  BO: ['Plurinational State of Bolivia'],
  VE: ['Bolivarian Republic of Venezuela', 'Venezuela RB'],
  TZ: ['United Republic of Tanzania'],
  MD: ['Republic of Moldova'],
  BN: ['Brunei Darussalam'],
  TL: ['East Timor'],
  PS: ['Palestine', 'State of Palestine', 'West Bank and Gaza'],
  HK: ['Hong Kong'],
  MO: ['Macau', 'Macao'],
  VA: ['Holy See', 'Vatican'],
  FM: ['Federated States of Micronesia'],
  EG: ['Egypt Arab Rep'],
  YE: ['Yemen Rep'],
  SK: ['Slovak Republic'],
  KG: ['Kyrgyz Republic'],
  CN: ['Peoples Republic of China', 'Mainland China'],
}
