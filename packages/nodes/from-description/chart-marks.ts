/** Words that request a chart, in lower case without diacritics, and its mark. */
const marks: readonly (readonly [words: RegExp, mark: string])[] = [
  [/\bhistogram\w*/, 'histogram'],
  [/\bscatter ?\w*|\bstreudiagramm/, 'scatter'],
  [/\bbox ?plots?\b/, 'box'],
  [/\bheat ?map\b/, 'heat-map'],
  [/\bline (?:chart|plot|graph|diagram)s?\b|\bliniendiagramm/, 'line'],
  [/\barea (?:chart|plot)s?\b|\bflachendiagramm/, 'area'],
  [/\bbar (?:chart|plot|graph|diagram)s?\b|\bcolumn chart\b|\bbalkendiagramm|\bsaulendiagramm/, 'bar'],
  [/\b(?:chart|plot|graph|diagram|visuali[sz]e|diagramm)\b/, 'bar'],
]

/** Returns the mark of the chart that folded text requests, or `undefined` if it does not request a chart. */
export const findChartMark = (folded: string): string | undefined => marks.find(([words]) => words.test(folded))?.[1]
