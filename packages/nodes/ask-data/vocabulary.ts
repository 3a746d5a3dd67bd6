/** The meaning of a word or phrase in a description. */
export type Meaning =
  | 'count'
  | 'count-distinct'
  | 'sum'
  | 'mean'
  | 'median'
  | 'min'
  | 'max'
  | 'share'
  | 'group'
  | 'over-time'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year'
  | 'daily'
  | 'weekly'
  | 'monthly'
  | 'quarterly'
  | 'yearly'
  | 'more'
  | 'less'
  | 'at-least'
  | 'at-most'
  | 'equal'
  | 'between'
  | 'contains'
  | 'starts-with'
  | 'ends-with'
  | 'empty'
  | 'filled'
  | 'without'
  | 'since'
  | 'after'
  | 'before'
  | 'until'
  | 'in'
  | 'top'
  | 'bottom'
  | 'maxCount'
  | 'minCount'
  | 'which'
  | 'list'
  | 'compare'
  | 'and'
  | 'or'
  | 'not'
  | 'bar'
  | 'line'
  | 'chart'
  | 'sort'
  | 'descending'
  | 'ascending'
  | 'unsupported'
  | 'filler'

type MeaningPhrases = Readonly<Record<Meaning, string>>

/**
 * English phrases in lowercase and without diacritics, separated by `|`. A word that ends with `*` matches every word
 * with that prefix.
 */
const englishPhrases: MeaningPhrases = {
  count: 'how many|number of|count of|count|how often|amount of rows',
  'count-distinct':
    'how many different|how many distinct|how many unique|number of different|number of distinct|number of unique|count different|count distinct|count unique|distinct|unique',
  sum: 'sum of|sum|total|totals|in total|altogether|overall|how much',
  mean: 'average|averages|mean|means|avg|on average',
  median: 'median|medians',
  min: 'minimum|min|lowest|smallest|cheapest|earliest|shortest|lightest',
  max: 'maximum|max|highest|largest|biggest|latest|longest|heaviest|greatest|peak',
  share:
    'share of|share|percentage of|percentage|percent of|proportion of|proportion|fraction of|fraction|what part of',
  group:
    'grouped by|group by|broken down by|split by|by|per|for each|for every|of each|of every|in each|each|every|across',
  'over-time': 'over time|development of|trend of',
  day: 'day|days',
  week: 'week|weeks',
  month: 'month|months',
  quarter: 'quarter|quarters',
  year: 'year|years',
  daily: 'daily|day by day',
  weekly: 'weekly',
  monthly: 'monthly|over the months',
  quarterly: 'quarterly',
  yearly: 'yearly|annual|annually|over the years',
  more: 'more than|greater than|longer than|larger than|bigger than|higher than|above|over|exceeds|exceed|exceeding|>',
  less: 'less than|fewer than|shorter than|smaller than|lower than|below|under|<',
  'at-least': 'at least|no less than|not less than|greater than or equal to|or more|>=|≥',
  'at-most': 'at most|no more than|not more than|up to|less than or equal to|or less|<=|≤',
  equal: 'equal to|equals|equal|exactly|=|==',
  between: 'between',
  contains: 'contains|contain|containing|with the text',
  'starts-with': 'starts with|start with|starting with|begins with|begin with|beginning with',
  'ends-with': 'ends with|end with|ending with|ending in',
  empty: 'is empty|are empty|is missing|are missing|missing|empty|blank|unknown|null',
  filled: 'is not empty|are not empty|is known|is filled|not empty|not missing|not null',
  without: 'without|with no|has no|have no|had no|lacking|that lack',
  since: 'since|from|starting in',
  after: 'after|later than',
  before: 'before|earlier than|prior to',
  until: 'until|till|through|by the end of',
  in: 'in|during|within|of',
  top: 'top|first|best',
  bottom: 'bottom|worst',
  maxCount: 'most',
  minCount: 'least|fewest',
  which: 'which|what are the|who',
  list: 'list|show|show me|give me|display|find',
  compare:
    'compare|comparison of|versus|vs|compared to|compared with|difference in|difference of|difference between|differ',
  and: 'and|as well as|&',
  or: 'or',
  not: 'not|except|excluding|other than|apart from|no|never|!=|<>|≠',
  bar: 'bar chart|bar graph|bar plot|bars',
  line: 'line chart|line graph|line plot|plot over time',
  chart: 'chart|plot|graph|diagram|visualize|draw',
  sort: 'sorted by|sort by|ordered by|order by|sorted|ordered',
  descending: 'descending|highest first|largest first|most first|in descending order',
  ascending: 'ascending|lowest first|smallest first|in ascending order',
  unsupported:
    'correlation|correlate|correlated|predict|prediction|forecast|will|why|next year|next month|next week|cause|regression|cluster analysis|growth|grew|grow|increase|increased|decrease|decreased|change from|last year|last month|last week|this year|this month|today|yesterday|ratio|standard deviation|variance|percentile|quartile|cumulative|running total|moving average|rolling|outliers|anomalies|consecutive|twice|more|less|fewer|better|worse|faster|than average|than the average|above average|below average',
  filler:
    'a|an|the|is|are|was|were|be|been|being|has|have|had|do|does|did|there|that|those|these|this|it|its|all|any|what|whats|please|can|could|i|you|we|us|tell|me|my|our|their|for|on|at|to|with|where|whose|when|row|rows|record|records|entry|entries|value|values|column|between the|as|also|then|so|only|just|came|come|occurred|happened|found|changed|change|develop|developed|look|like|see|want|know|would|belong|belongs|caused|made|built|located|produced|same|such|?|than|get|gets|got|receive|receives|received|make|makes',
}

const germanPhrases: MeaningPhrases = {
  count: 'wie viele|wieviele|anzahl der|anzahl von|anzahl|zahle|wie oft',
  'count-distinct':
    'wie viele verschiedene|wie viele unterschiedliche|anzahl verschiedener|anzahl der verschiedenen|anzahl unterschiedlicher|anzahl der unterschiedlichen|verschiedene*|unterschiedliche*',
  sum: 'summe der|summe von|summe des|summe|gesamt|gesamte*|insgesamt|summier*|wie viel|wieviel',
  mean: 'durchschnittlich*|durchschnitt der|durchschnitt von|durchschnitt des|durchschnitt|im durchschnitt|im schnitt|im mittel|mittelwert der|mittelwert von|mittelwert|mittler*',
  median: 'median der|median von|median des|median',
  min: 'minimum|minimal*|kleinst*|niedrigst*|geringst*|gunstigst*|billigst*|fruhest*|kurzest*|leichtest*',
  max: 'maximum|maximal*|grost*|hochst*|spatest*|teuerst*|langst*|schwerst*',
  share:
    'anteil der|anteil von|anteil des|anteil|anteile|prozentsatz der|prozentsatz|wie viel prozent der|wie viel prozent|prozent der',
  group: 'gruppiert nach|aufgeteilt nach|je|pro|nach|fur jede*|in jede*',
  'over-time':
    'im zeitverlauf|im laufe der zeit|uber die zeit|zeitverlauf|entwicklung der|entwicklung von|entwicklung des|entwicklung',
  day: 'tag|tage|tagen|tages',
  week: 'woche|wochen',
  month: 'monat|monate|monaten|monats',
  quarter: 'quartal|quartale|quartalen',
  year: 'jahr|jahre|jahren|jahres',
  daily: 'taglich*',
  weekly: 'wochentlich*',
  monthly: 'monatlich*|uber die monate',
  quarterly: 'quartalsweise',
  yearly: 'jahrlich*|uber die jahre',
  more: 'mehr als|groser als|hoher als|uber|oberhalb von',
  less: 'weniger als|kleiner als|niedriger als|geringer als|unter|unterhalb von',
  'at-least': 'mindestens|wenigstens|groser oder gleich|oder mehr|ab',
  'at-most': 'hochstens|maximal|kleiner oder gleich|bis zu|oder weniger',
  equal: 'gleich|genau',
  between: 'zwischen',
  contains: 'enthalt|enthalten|mit dem text',
  'starts-with': 'beginnt mit|beginnen mit|fangt mit',
  'ends-with': 'endet mit|enden mit|endet auf|enden auf',
  empty: 'ist leer|sind leer|fehlt|fehlen|leer|leere*|fehlende*|unbekannt*',
  filled: 'ist nicht leer|sind nicht leer|nicht leer|vorhanden',
  without: 'ohne',
  since: 'seit',
  after: 'nach dem|nach',
  before: 'vor dem|vor',
  until: 'bis ende|bis',
  in: 'in|im|am|aus|von|vom|wahrend',
  top: 'top|beste*',
  bottom: 'flop|schlechteste*',
  maxCount: 'meiste*',
  minCount: 'wenigste*',
  which: 'welche*',
  list: 'liste|zeige|zeig|zeige mir|finde|gib mir',
  compare: 'vergleiche*|vergleich|verglichen mit|gegenuber|unterschied zwischen|unterschied',
  and: 'und|sowie|mit',
  or: 'oder',
  not: 'nicht|auser|keine*|kein',
  bar: 'balkendiagramm|saulendiagramm|balken',
  line: 'liniendiagramm|linien|linie',
  chart: 'diagramm|zeichne|grafik',
  sort: 'sortiert nach|geordnet nach|sortiert',
  descending: 'absteigend*',
  ascending: 'aufsteigend*',
  unsupported:
    'korrelation*|korreliert|vorhersage|prognose|wird|werden|warum|wieso|nachstes jahr|nachsten monat|wachstum|gewachsen|gestiegen|gesunken|zunahme|abnahme|letztes jahr|letzten monat|dieses jahr|heute|gestern|verhaltnis|standardabweichung|varianz|kumuliert*|mehr|weniger|besser|schlechter|gleitend*|ausreiser|als der durchschnitt',
  filler:
    'der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|ist|sind|war|waren|hat|haben|hatte|hatten|gibt|gab|gibt es|gab es|es|so|wie|was|wo|bei|mit|zu|zum|zur|an|auf|fur|als|auch|dann|bitte|alle*|zeile|zeilen|datensatz|datensatze|eintrag|eintrage|wert|werte|hoch|lag|liegt|liegen|lagen|betragt|betrug|sich|man|mir|uns|dabei|deren|dessen|denen|durch',
}

const monthNames = [
  'january|jan|januar',
  'february|feb|februar',
  'march|mar|marz',
  'april|apr',
  'may|mai',
  'june|jun|juni',
  'july|jul|juli',
  'august|aug',
  'september|sep|sept',
  'october|oct|oktober|okt',
  'november|nov',
  'december|dec|dezember|dez',
]

/** A phrase of one or more words, and its meaning. */
export interface Phrase {
  readonly words: readonly string[]
  readonly meaning: Meaning
}

/** All phrases, longest first. Among phrases of equal length, English ones come before German ones. */
export const phrases: readonly Phrase[] = [englishPhrases, germanPhrases]
  .flatMap((meaningPhrases) =>
    (Object.entries(meaningPhrases) as [Meaning, string][]).flatMap(([meaning, alternatives]) =>
      alternatives.split('|').map((phrase) => ({ words: phrase.split(' '), meaning })),
    ),
  )
  .toSorted((a, b) => b.words.length - a.words.length)

/** Month numbers from 1 to 12, keyed by folded month name. */
export const months: ReadonlyMap<string, number> = new Map(
  monthNames.flatMap((alternatives, index) => alternatives.split('|').map((name) => [name, index + 1] as const)),
)
