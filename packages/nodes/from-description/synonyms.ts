import { fold } from './stem.ts'
import { stripEndings } from './strip-endings.ts'

/**
 * English and German words for the same kind of column. Within a group, the first word that is (part of) a column's
 * name determines the column: "cost" means `price`, "Kurs" means `price`, "Einwohner" means `population`.
 */
const synonymGroups: readonly string[] = [
  'max high',
  'min low',
  'open opening eroffnung',
  'close closing schluss',
  'amount spend spent spending expense expenses expenditure ausgabe ausgaben betrag',
  'price cost costs amount value fee fare preis kosten kurs betrag wert gebuhr expensive cheap teuer gunstig pricey',
  'revenue sales turnover gross earnings income money geld umsatz erlos einnahmen einkommen verdienst rich poor wealthy reich arm',
  'salary wage pay income gehalt lohn',
  'population pop inhabitants people residents bevolkerung einwohner einwohnerzahl populous',
  'temperature temp temperatur hot cold warm',
  'precipitation prcp rain rainfall niederschlag niederschlage regen wet nass',
  'wind windspeed windgeschwindigkeit windy',
  'weather conditions wetter',
  'speed velocity fast geschwindigkeit tempo schnell slow',
  'symbol ticker stock share company aktie wertpapier',
  'gender sex geschlecht',
  'country nation state land lander staat',
  'state province bundesland bundesstaat',
  'region area continent gebiet kontinent',
  'city town place location ort stadt',
  'location place site station standort ort',
  'county district landkreis',
  'neighborhood neighbourhood district quarter stadtteil viertel bezirk',
  'address street adresse anschrift strase',
  'origin from departure source start herkunft abflug startort',
  'destination dest to arrival target ziel zielort',
  'name title label bezeichnung titel',
  'category type kind class group entity kategorie art typ klasse gruppe sorte',
  'quantity qty units pieces menge stuckzahl',
  'count number quantity amount anzahl menge stuckzahl',
  'deaths dead deadly killed fatalities victims tote todesfalle opfer',
  'injuries injured hurt wounded verletzte',
  'date day time when datum tag zeitpunkt',
  'year jahr',
  'month monat',
  'hour stunde time',
  'age old young aged alter jung alt',
  'weight mass heavy light gewicht masse schwer',
  'height tall size grose hohe',
  'length long lange',
  'flipper fin flosse flossen',
  'beak bill schnabel',
  'width breite',
  'depth deep tiefe',
  'distance far entfernung strecke distanz',
  'duration time dauer zeit runtime laufzeit',
  'delay late verspatung',
  'rating score stars note bewertung grade',
  'votes reviews stimmen',
  'profit gain gewinn',
  'budget cost etat',
  'rate share percentage percent quote anteil prozentsatz',
  'pct perc percentage percent',
  'unemployment jobless arbeitslosigkeit arbeitslose',
  'employees staff jobs workers employment mitarbeiter beschaftigte beschaftigung',
  'customer client buyer kunde kunden',
  'product item article produkt artikel ware',
  'department team abteilung',
  'team club side verein mannschaft',
  'island isle insel',
  'site location standort',
  'variety sorte cultivar',
  'change veranderung anderung',
  'order purchase bestellung auftrag',
  'store shop branch filiale laden',
  'stock inventory bestand lager',
  'magnitude mag strength starke',
  'latitude lat breitengrad northern southern nordlich sudlich',
  'longitude lon lng langengrad eastern western ostlich westlich',
  'energy power generation electricity erzeugung energie strom stromerzeugung',
  'source origin quelle energietrager',
  'horsepower power ps leistung',
  'consumption mileage mpg miles meilen verbrauch',
  'division league liga',
  'abv alcohol strong stark',
  'sales spent spend bought ausgegeben',
  'species kind art animal bird tierart',
  'manufacturer maker brand make hersteller marke',
  'yield ertrag ernte harvest crop',
  'director regisseur',
  'airline carrier operator fluggesellschaft airlines',
  'fertility fertilitat geburtenrate children',
  'life_expect lifeexpectancy expectancy lebenserwartung',
  'health gesundheit',
  'education bildung',
  'comment remark note bemerkung kommentar',
  'status state zustand',
  'iata icao code kurzel',
  'id identifier number nummer kennung code',
  'elevation altitude height hohenlage high hoch',
  'shipping ship shipment versand lieferung delivery',
  'mode method type art weise versandart zahlungsart',
  'firstname vorname first',
  'lastname nachname surname last',
  'company firm firma unternehmen business arbeitgeber',
  'phone telephone telefon telefonnummer rufnummer handy mobile',
  'email mail mailadresse',
  'zip postal postcode postleitzahl plz',
  'invoice bill rechnung',
  'contract agreement vertrag',
  'contractor vendor supplier auftragnehmer lieferant anbieter',
  'agency authority office behorde amt dienststelle',
  'award awarded grant vergeben vergebene vergebenen zuschlag',
  'loan credit kredit darlehen',
  'overdue late uberfallig uberfallige verspatet mahnung',
  'balance kontostand saldo guthaben',
  'job occupation profession beruf tatigkeit',
  'marital familienstand',
  'contact ansprechpartner kontakt kontaktperson kontaktart',
  'position role funktion rolle stelle',
  'segment kundensegment kundengruppe',
  'discount rebate reduction rabatt nachlass',
  'tax vat steuer mehrwertsteuer',
  'net netto',
  'total sum gesamt gesamtbetrag gesamtsumme gesamtwert',
  'state status zustand',
  'active aktiv enabled',
  'paid bezahlt beglichen',
  'open offen pending ausstehend',
  'closed geschlossen abgeschlossen',
  'cancelled canceled storniert abgesagt',
  'available verfugbar lieferbar',
  'approved genehmigt',
  'delivered geliefert zugestellt',
  'employee mitarbeiter angestellte',
  'school schule',
  'student schuler studierende',
  'teacher lehrer',
  'project projekt',
  'task aufgabe',
  'ticket anfrage vorgang',
  'priority prioritat dringlichkeit',
  'comment kommentar',
  'size grose',
  'phase stage etappe',
  'damage schaden',
  'incident event vorfall ereignis',
  'repair reparatur',
  'airport flughafen',
  'flight flug',
  'aircraft plane flugzeug',
  'scheduled regular linie planmasig',
  'service dienst betrieb verkehr',
  'municipality city town stadt ort gemeinde',
  'genre category gattung',
  'budget production produktionskosten',
  'distributor studio verleih',
  'beer bier',
  'brewery brauerei',
  'abv alcohol alkohol alkoholgehalt',
  'ibu bitterness bitterkeit bittereinheiten',
  'style stil bierstil sorte',
  'rep representative agent betreuer kundenbetreuer vertreter',
  'manager leiter vorgesetzter',
  'start beginning begin beginn anfang',
  'end finish ende schluss',
  'created erstellt angelegt',
  'updated geandert aktualisiert',
  'language sprache',
  'currency wahrung',
  'reason cause grund ursache',
  'home heim',
  'away guest gast auswarts',
  'goals score tore',
  'winner gewinner sieger preistrager',
  'discipline field fach disziplin',
  'hours stunden arbeitszeit',
  'minutes minuten',
]

/**
 * Indexes groups by the keys of their words. A word that occurs in several groups is mapped to the words of all of
 * them, in order.
 */
function indexGroups(
  groups: readonly string[],
  toKey: (word: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, readonly string[]>()
  for (const group of groups) {
    const words = group.split(' ')
    for (const key of new Set(words.map(toKey)))
      index.set(key, [...(index.get(key) ?? []), ...words.filter((other) => toKey(other) !== key)])
  }
  return index
}

const synonymsByStem = indexGroups(synonymGroups, stripEndings)

/** Column names to try last for a word. They are not synonyms: "total" does not mean `revenue`. */
const fallbackSynonyms: Readonly<Record<string, string>> = {
  cost: 'spend expense',
  costs: 'spend expense',
  kosten: 'spend ausgaben',
  umsatz: 'total amount',
  revenue: 'total amount',
  sales: 'total amount',
  turnover: 'total amount',
  spending: 'total',
  spend: 'total',
  ausgaben: 'total',
  einnahmen: 'total',
  betrag: 'total',
  amount: 'total',
  rechnungsbetrag: 'total',
}

/** Returns synonyms for a folded word, most likely first. */
export const listSynonyms = (folded: string): readonly string[] =>
  rangeParts[folded] ??
  addFallbackSynonyms(folded, synonymsByStem.get(stripEndings(folded))) ??
  (/^[a-z]{9,}$/.test(folded) && !folded.includes('nation') ? listCompoundSynonyms(folded) : [])

const addFallbackSynonyms = (
  folded: string,
  synonyms: readonly string[] | undefined,
): readonly string[] | undefined => {
  const fallbackWords = fallbackSynonyms[folded]
  return fallbackWords === undefined ? synonyms : [...(synonyms ?? []), ...fallbackWords.split(' ')]
}

/** Short words that can be the last part of a German compound. */
const shortParts = new Set(['kurs', 'jahr', 'zahl', 'wert', 'land', 'art', 'typ', 'ort', 'tag'])

/** First parts of German compounds that name the end of a range: "Höchstkurs", "Tiefst- und Höchstwert". */
const rangeParts: Readonly<Record<string, readonly string[]>> = { hochst: ['high', 'max'], tiefst: ['low', 'min'] }

/** Returns synonyms for the parts of a German compound, last part first: "Energiequelle" is a kind of "Quelle". */
function listCompoundSynonyms(folded: string): readonly string[] {
  const rangePart = Object.keys(rangeParts).find((part) => folded.startsWith(part))
  const foundSynonyms: string[] = rangePart === undefined ? [] : [...rangeParts[rangePart]!]
  for (let start = 3; start <= folded.length - 3; start++) {
    const lastPart = folded.slice(start)
    const synonyms =
      lastPart.length > 4 || shortParts.has(lastPart) ? synonymsByStem.get(stripEndings(lastPart)) : undefined
    if (synonyms) foundSynonyms.push(lastPart, ...synonyms)
  }
  for (let end = folded.length - 3; end >= 5; end--) {
    const firstPart = folded.slice(0, end)
    const synonyms = synonymsByStem.get(stripEndings(firstPart))
    if (synonyms) foundSynonyms.push(firstPart, ...synonyms)
  }
  return foundSynonyms
}

/** Groups of equivalent words for values: "women" means `female`. */
const valueGroups: readonly string[] = [
  ...'alabama al,alaska ak,arizona az,arkansas ar,california ca,colorado co,connecticut ct,delaware de,florida fl,georgia ga,hawaii hi,idaho id,illinois il,indiana in,iowa ia,kansas ks,kentucky ky,louisiana la,maine me,maryland md,massachusetts ma,michigan mi,minnesota mn,mississippi ms,missouri mo,montana mt,nebraska ne,nevada nv,new_hampshire nh,new_jersey nj,new_mexico nm,new_york ny,north_carolina nc,north_dakota nd,ohio oh,oklahoma ok,oregon or,pennsylvania pa,rhode_island ri,south_carolina sc,south_dakota sd,tennessee tn,texas tx,utah ut,vermont vt,virginia va,washington wa,west_virginia wv,wisconsin wi,wyoming wy'.split(
    ',',
  ),
  'female women woman girls girl females weibchen frau frauen weiblich f',
  'male men man boys boy males mannchen mann manner mannlich m',
  'yes true y ja wahr',
  'no false n nein falsch',
  'usa us america american americans united_states amerika amerikanisch amerikanische amerikanischen amerikanischer',
  'uk british britain united_kingdom england english britisch',
  'germany german germans deutschland deutsch deutsche deutschen deutscher',
  'france french frankreich franzosisch franzosische franzosischen',
  'italy italian italians italien italienisch italienische italienischen',
  'spain spanish spanien spanisch spanische spanischen',
  'japan japanese japanisch japanische japanischen',
  'china chinese chinesisch chinesische chinesischen',
  'europe european europa europaisch europaische europaischen',
  'asia asian asien asiatisch asiatische',
  'africa african afrika afrikanisch afrikanische',
  'apple aapl',
  'microsoft msft',
  'amazon amzn',
  'google goog googl alphabet',
  'facebook meta',
  'tesla tsla',
  'snow snowy snowed snowing schnee schneetage verschneit',
  'rain rainy rained raining regen regentage regnerisch',
  'sun sunny sonne sonnig sonnige sonnigen sonnentage',
  'fog foggy nebel neblig neblige nebeltage',
  'drizzle drizzly nieselregen',
  'cloud cloudy wolken bewolkt',
  'wind windy windig',
  'storm stormy storms sturm',
  'earthquake earthquakes quake erdbeben',
  'flood floods flooding uberschwemmung uberschwemmungen hochwasser flut',
  'drought droughts durre durren',
  'volcano volcanic volcanic_activity vulkan vulkanausbruch vulkanausbruche',
  'fire fires wildfire brand brande feuer waldbrand',
  'night nights nachts nacht nighttime',
  'day daytime tagsuber',
  'morning morgens vormittags',
  'evening abends',
  'spring fruhling fruhjahr',
  'summer sommer',
  'autumn fall herbst',
  'winter winterlich',
  'open offen',
  'closed geschlossen',
  'shipped versendet verschickt versandt',
  'cancelled canceled storniert',
  'returned retourniert zuruckgeschickt',
  'delivered geliefert',
  'paid bezahlt',
  'pending ausstehend',
  'approved genehmigt',
  'rejected declined abgelehnt',
  'urgent dringend',
  'inactive inaktiv',
  'phone telephone telefon telefonisch',
]
const formsByValue = indexGroups(valueGroups, (word) => word)

/** Returns equivalent words for a folded value. */
export const listValueForms = (folded: string): readonly string[] => formsByValue.get(folded) ?? []

const continentCodes: Readonly<Record<string, string>> = {
  europe: 'eu',
  european: 'eu',
  europa: 'eu',
  europaisch: 'eu',
  europaische: 'eu',
  europaischen: 'eu',
  asia: 'as',
  asian: 'as',
  asien: 'as',
  asiatisch: 'as',
  asiatische: 'as',
  asiatischen: 'as',
  africa: 'af',
  african: 'af',
  afrika: 'af',
  afrikanisch: 'af',
  afrikanische: 'af',
  afrikanischen: 'af',
  north_america: 'na',
  nordamerika: 'na',
  south_america: 'sa',
  sudamerika: 'sa',
  oceania: 'oc',
  ozeanien: 'oc',
  antarctica: 'an',
  antarktis: 'an',
}

/** Codes and names of countries in English and German, keyed by folded name. Created on first use. */
let placeFormsByName: ReadonlyMap<string, readonly string[]> | undefined

function indexRegions(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>()
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const displayNames = ['en', 'de'].map(
    (language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }),
  )
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const forms = displayNames
      .flatMap((each) => each.of(code) ?? [])
      .map((each) => fold(each).replaceAll(/[^a-z]+/g, '_'))
    for (const form of new Set(forms))
      index.set(form, [...new Set([...(index.get(form) ?? []), code.toLowerCase(), ...forms])])
  }
  return index
}

/** Returns codes and alternative names of a country or continent: "de" and "germany" for "deutschland". */
export const listPlaceForms = (folded: string): readonly string[] => {
  placeFormsByName ??= indexRegions()
  const continent = continentCodes[folded]
  return [...(placeFormsByName.get(folded) ?? []), ...(continent === undefined ? [] : [continent])].filter(
    (form) => form !== folded,
  )
}
