/**
 * Common phrases for each operation, keyed by the canonical phrase that the parsing rules understand. They cover the
 * wording of analysts, clerks, teachers, non-native speakers and people who write commands. The phrases are English and
 * German, folded, and separated by `|`. Add a phrase here only if replacing it does not change the meaning; a new
 * operation needs a parsing rule instead.
 */
const phraseListByCanonicalPhrase: Readonly<Record<string, string>> = {
  // Rows to keep.
  'keep only':
    'keep just|keep nothing but|leave only|leave just|leave me only|leave nothing but|hold on to only|retain only|retain just|retain|hang on to|hold on to|narrow it down to|narrow this down to|narrow them down to|narrow the data down to|narrow the list down to|narrow down to|whittle it down to|whittle down to|cut it down to|cut down to|boil it down to|boil down to|pare down to|reduce it to|reduce the data to|reduce the list to|reduce the table to|restrict yourself to|restrict everything to|restrict it to|restrict this to|restrict the data to|confine yourself to|confine it to|confine to|focus only on|focus on|concentrate on|stick to|stick with|look only at|look at only|only look at|look just at|just look at|consider only|only consider|consider just|just consider|include only|only include|include just|use only|only use|use just|just use|take only|only take|take just|just take|work only with|work with only|only work with|go with only|we only care about|i only care about|only care about|care only about|we are only interested in|i am only interested in|only interested in|interested only in|zoom in on|filter down to|filter it to|filter this to|filter to|filter for|filter on|filter by|subset to|subset it to|subset on|subset by|select only|only select|isolate|single out|pick out|pick only|only pick|pull out only|pull only|behalte nur|beschranke dich auf|beschranke auf|beschrankt auf|nimm nur|verwende nur|nutze nur|berucksichtige nur|betrachte nur|betrachten nur',
  only: 'solely|exclusively|merely|purely|nothing but|nothing except|lediglich|ausschlieslich|bloss|einzig',
  // Rows to remove.
  remove:
    'throw out|throw away|throw off|toss out|toss away|toss|ditch|chuck out|chuck away|chuck|bin off|get rid of|kick out|weed out|purge|eliminate|cut out|cut away|strip out|strip away|filter out|filter away|screen out|rule out|leave aside|leave off|leave away|set aside|put aside|disregard|skip over|pass over|clear out|clear away|knock out|take out|take away|delete out|wipe out|wipe|nuke|erase|suppress|do not count|do not consider|do not include|do not keep|do not use|please no|wirf raus|schmeis raus|nimm raus|nicht berucksichtigen|lass aus|lass weg|filtere heraus|sortiere aus|streiche',
  excluding:
    'not counting|not including|not considering|leaving aside|setting aside|disregarding|apart from|aside from|except for|with the exception of|with exception of|barring|save for|but not|ausgenommen|abgesehen von|mit ausnahme von|mit ausnahme der|mit ausnahme des',
  // Comparisons.
  'at least':
    'no fewer than|not fewer than|no lower than|no smaller than|no shorter than|no younger than|no earlier than|not below|not under|not lower than|not smaller than|a minimum of|equal to or greater than|equal to or more than|equal to or higher than|equal to or above|equal or greater than|equal or more than|equal or above|greater than or equals|greater or equal to|greater or equal than|greater or equal|bigger or equal to|more than or equal to|higher than or equal to|larger than or equal to|over or equal to|wenigstens|nicht unter|nicht weniger als|gleich oder groser als|gleich oder mehr als',
  'at most':
    'no higher than|no greater than|no larger than|no bigger than|no longer than|no older than|no later than|not exceeding|not above|not over|not higher than|not greater than|not larger than|does not exceed|do not exceed|did not exceed|never exceeds|never exceeded|a maximum of|equal to or less than|equal to or lower than|equal to or smaller than|equal to or below|equal or less than|equal or below|less than or equals|less or equal to|less or equal than|less or equal|smaller or equal to|smaller than or equal to|lower than or equal to|fewer than or equal to|under or equal to|nicht uber|nicht mehr als|gleich oder kleiner als|gleich oder weniger als',
  'more than':
    'in excess of|upward of|upwards of|surpasses|surpassing|surpassed|surpass|exceeds|exceeded|exceeding|exceed|topping|tops|greater then|more then|higher then|larger then|bigger then|superior to|strictly above|strictly greater than|strictly more than|strictly over|mehr wie|groser wie|uberschreitet|uberschreiten|ubersteigt|ubersteigen',
  'less than':
    'less then|lower then|smaller then|fewer then|short of|shy of|beneath|inferior to|strictly below|strictly less than|strictly under|falls below|fell below|fall below|drops below|dropped below|dips below|unterschreitet|unterschreiten|weniger wie|kleiner wie',
  before: 'prior to|ahead of|earlier than|previous to',
  after: 'later than|subsequent to|following after',
  since: 'as of|from and including|starting in|starting from|beginning in|beginning with the year|as from',
  until: 'up until|up till|through the end of|by the end of',
  'starting with': 'that start on|which start on|prefixed with|prefixed by|with the prefix|with prefix|beginning on',
  'ending with': 'ending on|suffixed with|with the suffix|with suffix|finishing with|that finish in|finishing in',
  containing:
    'with the word|with the words|that has the word|mentioning|that mention|which mention|that mentions|featuring the word|with the string|with the substring|having the word|in which the word',
  'is missing':
    'is not filled in|are not filled in|is not filled|is not recorded|was not recorded|were not recorded|are not recorded|was never recorded|is not reported|was not reported|is not entered|was not entered|is not stated|is not provided|was not provided|is not there|is left empty|is left blank|was left empty|was left blank|is n/a|is null|are null|is nan|is none given',
  'is not missing':
    'is filled in|are filled in|is recorded|was recorded|were recorded|are recorded|is reported|was reported|is provided|is non-empty|is nonempty|is not blank|are not blank|is not null|are not null',
  // Groups.
  by: 'broken down by|broken up by|broken out by|split up by|split out by|split by|separated by|segmented by|sliced by|cut by|rolled up by|aggregated by|summarised by|summarized by|summed by|grouped on|group on|grouped by|group by|grouped per|group per|bucketed by|classified by|partitioned by|organised by|organized by|according to|depending on|per each|by each|by every|on the level of|at the level of|distributed over|across the different|across the various|across different|across all|aufgeschlusselt nach|aufgeteilt nach|unterteilt nach|getrennt nach|gegliedert nach|aggregiert nach|gruppiert nach|zusammengefasst nach|verteilt auf',
  'for each':
    'separately for each|individually for each|for each single|for each individual|for each one of the|for every single|for every one of the|for every individual|for any given|for any|within each|within every|inside each|at each|at every|from every|among each|for each and every|one row for each|one line for each|for all of the different|for all the different|for the different|for the various|per individual|per single',
  // Measures.
  'number of':
    'total number of|total count of|overall number of|overall count of|absolute number of|no. of|nr. of|nr of|num of|# of|the tally of|tally of|headcount of|head count of|frequency of|occurrences of|incidence of|quantity of rows|the quantity of|counts of|gesamtzahl der|gesamtanzahl der|gesamtanzahl von|zahl der|haufigkeit der|haufigkeit von',
  count: 'tally up|tally|count up|enumerate|number up',
  'how many': 'how often do|how many of the|what number of|the amount of different|wie haufig|wie oft',
  'number of distinct':
    'number of separate|number of individual|number of unique|distinct count of|unique count of|count of distinct|count of unique|count of different|count distinct|count unique|how many separate|how many distinct|how many unique|how many different|number of different|number of various|how many individual|wie viele verschiedene|anzahl unterschiedlicher|anzahl der unterschiedlichen|anzahl der verschiedenen|anzahl verschiedener',
  'total up': 'add up|adding up|sum up|summing up|tot up|total up|count together|add together all',
  total:
    'grand total of|sum total of|combined total of|total sum of|overall sum of|overall total of|total amount of|aggregate amount of|aggregated|accumulated|cumulated|summed-up|summed up|cumulative total of all',
  'in total':
    'all together|all told|in aggregate|in sum|taken together|put together|all in all|alles in allem|alles zusammen',
  average:
    'arithmetic mean of|arithmetic mean|arithmetic average|mean value of|average value of|mean value|average value|averaged|typical|avg.|ave.|mittelwert von|mittelwert der|mittelwert des|durchschnittswert von|durchschnittswert der',
  'on average': 'on an average|in average|in the mean|on the average|averaged out|im mittel|durchschnittlich gesehen',
  'with an average of': 'averaging|that average|which average|who average',
  median: 'middle value of|middle value|50th percentile of|50th percentile|zentralwert',
  'standard deviation of':
    'std dev of|std. dev. of|std deviation of|stddev of|stdev of|std of|sd of|standardabweichung von|standardabweichung der',
  'standard deviation': 'std dev|std. dev.|std deviation|stdev|standard dev',
  highest: 'peak|maximal|all-time highest|record-high|all-time high|record high|topmost|uppermost|top-most',
  lowest: 'all-time lowest|record-low|all-time low|record low|bottommost|rock-bottom',
  // Order.
  descending:
    'in descending sequence|in decreasing order|in falling order|in reverse order|decreasing order|falling order|from high to low|from highest to lowest|highest to lowest|from largest to smallest|largest to smallest|from biggest to smallest|biggest to smallest|from most to least|most to least|from most to fewest|most to fewest|from big to small|from top to bottom|biggest down to smallest|high to low|largest downwards|von gros nach klein|vom grosten zum kleinsten|in absteigender reihenfolge|von hoch nach niedrig',
  ascending:
    'in ascending sequence|in increasing order|in rising order|in growing order|increasing order|rising order|from low to high|from lowest to highest|lowest to highest|from smallest to largest|smallest to largest|from smallest to biggest|smallest to biggest|from least to most|least to most|from fewest to most|fewest to most|from small to big|from bottom to top|low to high|von klein nach gros|vom kleinsten zum grosten|in aufsteigender reihenfolge|von niedrig nach hoch',
  'sort by':
    'put in order of|put it in order of|put them in order of|put these in order of|put the rows in order of|put in order by|put it in order by|order it by|order them by|order the rows by|order the result by|order the results by|order this by|order these by|order everything by|lined up by|line up by|line them up by|organise by|organize by|sequence by|sequenced by|sequenced from|arrange by|arranged by|arrange them by|arrange it by|sorting by|sorting on|sort on|sorted on|ordering by|order on|geordnet nach|ordne nach|in der reihenfolge von',
  'on top':
    'at the very top|up top|up front|upfront|at the front|in front|in first place|at the head of the list|heading the list|leading the list|ganz oben|an erster stelle|ganz vorne|vorne',
  alphabetically:
    'in alphabetical order of the|in alphabetical order|alphabetic order|in alphabetic order|in alphabetischer reihenfolge',
  'in chronological order':
    'in order of time|in time order|in date order|by time of occurrence|in zeitlicher reihenfolge|in chronologischer reihenfolge',
  // New columns.
  'add a column':
    'append a column|attach a column|tack on a column|introduce a column|put in a column|include a column|insert a column|create a column|make a column|make me a column|give me a column|build a column|generate a column|produce a column|define a column|set up a column|add one column|add another column|add one more column|add a new column|add an extra column|add an additional column|add a further column|add in a column|append a new column|append an extra column|create a new column|create an extra column|create an additional column|make a new column|make an extra column|include a new column|include an extra column|introduce a new column|add a field|add a new field|create a field|create a new field|make a field|append a field|insert a field|add a variable|create a variable|create a new variable|define a variable|add a new variable|generate a variable|generate a new variable|fuge eine spalte hinzu|lege eine spalte an|erstelle eine spalte|erzeuge eine spalte|bilde eine spalte',
  'divided by':
    'dividing by|dividing it by|over the total of|divided through|divided with|as a fraction of|dividiert durch|geteilt durch',
  times: 'multiplied with|multiply with|multiplied by|mal genommen mit|multipliziert mit',
  minus: 'subtracting|reduced by the|less the|after deducting|after subtracting|abzuglich der|abzuglich des|abzuglich',
  plus: 'zuzuglich der|zuzuglich',
  'as a percentage of':
    'in percent of|as percent of|as a percent of|as % of|as a % of|in % of|as percentage of|as a share of|as share of|in prozent von|in prozent der|in prozent des',
  'in percent':
    'as a percentage|as percentage|as a percent|as percent|as percentages|expressed in percent|expressed as a percentage|expressed as percent|in % terms|in %|in percentage terms|als prozent|als prozentwert|prozentual',
  otherwise:
    'or else|in all other cases|in every other case|for all others|for all the others|for everything else|for everyone else|for the rest|for the others|the rest are|everyone else is|everything else is|all others are|all other rows get|the others get|the rest get|the rest gets|everything else gets|andernfalls|fur alle anderen|der rest|alle anderen',
  // Duplicates.
  'remove duplicates':
    'de-duplicate|deduplicate|de-dupe|dedupe|dedup|drop duplicates|drop the duplicates|remove the duplicates|remove any duplicates|remove all duplicates|remove repeats|remove repeated rows|remove duplicate rows|remove duplicated rows|remove double entries|remove doubles|remove the doubles|eliminate duplicates|get rid of duplicates|get rid of repeated rows|drop repeated rows|drop repeats|collapse duplicates|collapse repeated rows|entdopple|entferne doppelte|doppelte raus|doppelte entfernen',
  and: '&|along with|alongside|accompanied by|together with their|together with its|as well as|in addition to|nebst|zusammen mit',
  // Charts and files.
  'bar chart':
    'bar graph|bar plot|bar diagram|bargraph|barchart|column graph|column diagram|columns chart|chart with bars|plot with bars|graph with bars|bars chart|saulendiagramm|balkengrafik',
  'line chart':
    'line graph|line plot|line diagram|linegraph|linechart|trend line|trendline|chart with a line|plot as a line|run chart|curve chart|verlaufsdiagramm|liniengrafik|kurvendiagramm',
  'scatter plot':
    'scatter chart|scatter graph|scatter diagram|scattergram|scatterplot|point chart|point plot|dot plot|x-y plot|xy plot|x/y plot|xy chart|point cloud|cloud of points|streudiagramm|punktdiagramm|punktwolke',
  'as an excel file':
    'as a spreadsheet|as spreadsheet|as an excel sheet|as an excel workbook|as an excel|as a workbook|in a spreadsheet|to a spreadsheet|into a spreadsheet|as xls|as an xls|as a xlsx',
  'as csv':
    'as comma separated values|as comma-separated values|as a comma separated file|as a comma-separated file|as a comma separated text',
  'save as':
    'dump it as|dump it to|dump to|dump as|dump into|store it as|store as|store the result as|write it out as|write out as|write to|put it into a|hand it over as|ship it as|deliver it as|deliver as|output it as|output as|output to',
  // Two tables.
  'look up':
    'vlookup|xlookup|fetch from the other file|cross-reference|cross reference|cross-check|pull over|bring over',
  join: 'tie together|link up|hook up|pair up|link together|connect up',
}

/**
 * Patterns for folded text and their replacements, which reuse captured groups. The replacements have the word order
 * that the parsing rules understand.
 */
const patterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // "10 or more", "10 and above", "10+"
  [
    /(?<![\d.,-])(?!(?:19|20)\d\d(?![\d.,]))(\d[\d.,]*\d|\d) ?(%|percent|\w{1,12})? (?:or|and) (?:above|over|up|upwards?|higher|greater|beyond|more)(?= (?!-?\d)|[.,;]|$)/g,
    'at least $1 $2',
  ],
  [
    /(?<![\d.,-])(?!(?:19|20)\d\d(?![\d.,]))(\d[\d.,]*\d|\d) ?(%|percent|\w{1,12})? (?:or|and) (?:below|under|lower|fewer|less|smaller)(?= (?!-?\d)|[.,;]|$)/g,
    'at most $1 $2',
  ],
  [/(?<![\d.,"'-])(\d[\d.,]*\d|\d)\+(?= |[.,;]|$)/g, 'at least $1'],
  [/(?<=\bfrom )(\d[\d.,]*) (?:up|upwards?)(?= |[.,;]|$)/g, 'at least $1'],
  // "in the range of 5 to 10", "anywhere from 5 to 10"
  [
    /\b(?:in the range(?: of| from| between)?|in a range of|ranging (?:from|between)|anywhere (?:from|between)|somewhere between|within) (-?\d[\d.,]*) ?(?:to|and|-|–|through|until) ?(-?\d[\d.,]*\d|-?\d)/g,
    'between $1 and $2',
  ],
  [/\bfrom (-?\d[\d.,]*) (?:through|thru|up to|till) (-?\d[\d.,]*\d|-?\d)/g, 'from $1 to $2'],
  [/\b(\d{4}) ?(?:through|thru|–) ?(\d{4})\b/g, '$1 to $2'],
  // "min. 5", "max. 10"
  [/\b(?:min\.?|minimum) (?:of )?(?=\d)/g, 'at least '],
  [/\b(?:max\.?|maximum) (?:of )?(?=\d)/g, 'at most '],
  // Periods of a year
  [
    /\b(?:q1|(?:the )?(?:first|1st) quarter|erstes quartal|ersten quartal)(?: of| in|,)?(?: the year)? ((?:19|20)\d\d)\b/g,
    'January $1 to March $1',
  ],
  [
    /\b(?:q2|(?:the )?(?:second|2nd) quarter|zweites quartal|zweiten quartal)(?: of| in|,)?(?: the year)? ((?:19|20)\d\d)\b/g,
    'April $1 to June $1',
  ],
  [
    /\b(?:q3|(?:the )?(?:third|3rd) quarter|drittes quartal|dritten quartal)(?: of| in|,)?(?: the year)? ((?:19|20)\d\d)\b/g,
    'July $1 to September $1',
  ],
  [
    /\b(?:q4|(?:the )?(?:fourth|4th|last|final) quarter|viertes quartal|vierten quartal)(?: of| in|,)?(?: the year)? ((?:19|20)\d\d)\b/g,
    'October $1 to December $1',
  ],
  [/\b(?:h1|(?:the )?first half)(?: of| in)?(?: the year)? ((?:19|20)\d\d)\b/g, 'January $1 to June $1'],
  [/\b(?:h2|(?:the )?second half)(?: of| in)?(?: the year)? ((?:19|20)\d\d)\b/g, 'July $1 to December $1'],
  [/\b(?:summer|sommer)(?: of| in)? ((?:19|20)\d\d)\b/g, 'June $1 to August $1'],
  [/\b(?:spring|fruhling|fruhjahr)(?: of| in)? ((?:19|20)\d\d)\b/g, 'March $1 to May $1'],
  [/\b(?:autumn|herbst)(?: of| in)? ((?:19|20)\d\d)\b/g, 'September $1 to November $1'],
  [/\bin (?:the )?(?:summer|summer months|summers|sommer)\b(?! \d)/g, 'in June to August'],
  [/\bin (?:the )?(?:winter|winter months|winters)\b(?! \d)/g, 'in December to February'],
  // Decades
  [/\b(?:the )?(?:nineteen[- ])?fifties\b|\b(?:the )?(?<!\d)50s\b/g, 'the 1950s'],
  [/\b(?:the )?(?:nineteen[- ])?sixties\b|\b(?:the )?(?<!\d)60s\b/g, 'the 1960s'],
  [/\b(?:the )?(?:nineteen[- ])?seventies\b|\b(?:the )?(?<!\d)70s\b/g, 'the 1970s'],
  [/\b(?:the )?(?:nineteen[- ])?eighties\b|\b(?:the )?(?<!\d)80s\b/g, 'the 1980s'],
  [/\b(?:the )?(?:nineteen[- ])?nineties\b|\b(?:the )?(?<!\d)90s\b/g, 'the 1990s'],
  [/\b(?:the )?(?:noughties|two[- ]thousands)\b/g, 'the 2000s'],
  [/\bsince the turn of the (?:century|millennium)\b/g, 'since 2000'],
  // "the ten leading brands"
  [
    /\b(\d+|two|three|four|five|six|seven|eight|ten|twelve|twenty) (?:leading|foremost|top-ranked|highest-ranked) (?=\w)/g,
    'top $1 ',
  ],
  // "weekday vs hour: sum of commits"
  [/^\s*([\p{L}_]+) (?:vs|versus|x) ([\p{L}_]+): /gu, 'by $1 and $2, '],
  // "a crosstab with years across and sites down"
  [/\bcross[- ]?tab(?:le|ulation)?\b/g, 'pivot table'],
  [/\b([\p{L}_]+) (?:going |running )?across(?: the (?:top|page))?(?=[,.;]| and|$)/gu, '$1 in columns'],
  [/\b([\p{L}_]+) (?:going |running )?down(?: the (?:side|page))?(?=[,.;]| and|$)/gu, '$1 in rows'],
  // "the rest should say "ok""
  [
    /[;.,] (?:and )?(?:the |all the |all )?(?:rest|others|other ones|remaining ones|remaining rows|everything else|everyone else|anything else)(?: (?:should|must|will|shall))?(?: (?:say|says|be|get|gets|is|are|as|become|becomes|have|has|with|count as|counts as))?(?: (?:marked|labell?ed|tagged|flagged)(?: as)?)?(?= (?:["“']|\w+[.;]?$|\w+[.;]))/g,
    ', otherwise',
  ],
  // "the day of the week"
  [/\b(?:day|days) of (?:the )?week\b|\bweek day\b/g, 'weekday'],
  [/\bhour of (?:the )?day\b/g, 'hour'],
  [/\btwice (?:the |as much as the )(?=\w)/g, '2 times '],
]

/** Canonical phrases, keyed by the phrases that they replace. */
const canonicalPhraseByPhrase: ReadonlyMap<string, string> = new Map(
  Object.entries(phraseListByCanonicalPhrase).flatMap(([canonicalPhrase, list]) =>
    list.split('|').map((phrase) => [phrase, canonicalPhrase] as const),
  ),
)

export { canonicalPhraseByPhrase, patterns }
