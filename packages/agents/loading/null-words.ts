/** Words that mean "no value" in a column whose other cells are numbers, dates or yes and no. */
const inTypedColumns =
  /^(?:n\/?a|n\.a\.|#n\/a|#null!|<na>|nan|-nan|null|none|nil|nd|n\/d|-+|\.+|\*+|\?+|\\n|unknown|unbekannt|missing|not available|not applicable|no data|keine angabe|k\.a\.|s\.o\.|#value!|#ref!|#div\/0!|\(null\)|\[null\])$/i

/** Words that mean it in a column of texts too, where "NA" may be Namibia and "None" a category. */
const inTextColumns = /^(?:#n\/a|<na>|null|\\n|n\/a|\(null\)|\[null\])$/i

export const isNullWord = (text: string): boolean => inTypedColumns.test(text.trim())

/** A null word that cannot be mistaken for a text. */
export const isPlainNullWord = (text: string): boolean => inTextColumns.test(text.trim())
