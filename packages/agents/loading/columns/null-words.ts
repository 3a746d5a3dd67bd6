/**
 * Matches null words in a column of numbers, dates or booleans. `[c]`, `[u]`, `[w]`, `[x]` and `[z]` are shorthand
 * symbols in British official statistics. Spreadsheets show zero as a dash in the style for amounts (`$ -`).
 */
const typedColumnNullPattern =
  /^(?:n\/?a|n\.a\.?|#n\/a|#null!|<na>|nan|-nan|null|none|nil|nd|n\/d|n\.d\.?|(?:[A-Z]{0,3}\p{Sc}\s*)?[-–—](?:\s?[-–—])*(?:\s*[\p{Sc}%])?|\.(?:\s?\.)*|…|\*+|\?+|:|\/|\\n|unknown|unk|unbekannt|inconnu|desconocido|sconosciuto|missing|not available|not applicable|not reported|no data|keine angabe|keine angaben|k\.\s?a\.?|s\.o\.|sans objet|s\/d|s\/i|sin dato|sin datos|brak|brak danych|нет данных|н\/д|bez údaje|tbd|tba|void|withheld|redacted|suppressed|confidential|undefined|#value!|#ref!|#div\/0!|#num!|#name\?|\(null\)|\[null\]|\(empty\)|\[[cuwxz]\]|無|なし|不明|－|―|\/\s*\/|0000-00-00(?: 00:00:00)?|00[./]00[./]0000)$/iu

/** Matches null words in a text column, in which "NA" may be Namibia and "None" a category. */
const textColumnNullPattern = /^(?:#n\/a|<na>|null|\\n|n\/a|\(null\)|\[null\])$/i

/** Returns whether a value represents null in a column of numbers, dates or booleans. */
export const isNullWord = (text: string): boolean => typedColumnNullPattern.test(text.trim())

/** Returns whether a value represents null in any column, including text columns. */
export const isPlainNullWord = (text: string): boolean => textColumnNullPattern.test(text.trim())
