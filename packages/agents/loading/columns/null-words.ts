/** Words that mean "no value" in a column whose other cells are numbers, dates or yes and no; `[c]`, `[u]`, `[w]`, `[x]`, `[z]`: shorthand of Britain's official statistics. */
const inTypedColumns =
  /^(?:n\/?a|n\.a\.?|#n\/a|#null!|<na>|nan|-nan|null|none|nil|nd|n\/d|n\.d\.?|-+|[–—]+|\.+|…|\*+|\?+|:|\/|\\n|unknown|unk|unbekannt|inconnu|desconocido|sconosciuto|missing|not available|not applicable|not reported|no data|keine angabe|keine angaben|k\.\s?a\.?|s\.o\.|sans objet|s\/d|s\/i|sin dato|sin datos|brak|brak danych|нет данных|н\/д|bez údaje|tbd|tba|void|withheld|redacted|suppressed|confidential|undefined|#value!|#ref!|#div\/0!|#num!|#name\?|\(null\)|\[null\]|\(empty\)|\[[cuwxz]\]|無|なし|不明|－|―|\/\s*\/|0000-00-00(?: 00:00:00)?|00[./]00[./]0000)$/i

/** Words that mean it in a column of texts too, where "NA" may be Namibia and "None" a category. */
const inTextColumns = /^(?:#n\/a|<na>|null|\\n|n\/a|\(null\)|\[null\])$/i

/** True for a word that means "no value" among numbers, dates or yes and no. */
export const isNullWord = (text: string): boolean => inTypedColumns.test(text.trim())

/** A null word that cannot be mistaken for a text. */
export const isPlainNullWord = (text: string): boolean => inTextColumns.test(text.trim())
