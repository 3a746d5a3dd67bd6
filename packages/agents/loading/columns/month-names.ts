import names from './month-names.json' with { type: 'json' }

/**
 * Month names, keyed by language, starting with January. Full and abbreviated names are separated by `|`, in lower case
 * and without a period. The names are from CLDR (Unicode license), with a few additional spellings that occur in files.
 * They are stored here because browsers and Node.js ship different versions of CLDR.
 */
export const monthNames: Readonly<Record<string, readonly string[]>> = names
