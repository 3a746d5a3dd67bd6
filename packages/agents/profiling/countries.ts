import table from './countries.json' with { type: 'json' }

/** Countries in ISO 3166-1: the two-letter and three-letter codes, the short name in the standard, and other names. */
const countries: readonly (readonly string[])[] = table

const alpha2Codes = new Set(countries.map(([alpha2]) => alpha2))
const alpha3Codes = new Set(countries.map(([, alpha3]) => alpha3))
const countryNames = new Set(countries.flatMap(([, , ...names]) => names.map((name) => name.toLowerCase())))

/** Returns whether a value is a country name in English, in a language of the country, or in another common form. */
export const isCountryName = (value: string): boolean => countryNames.has(value.trim().toLowerCase())

/** Returns whether a value is a two-letter or three-letter ISO 3166-1 code. Ignores case. */
export const isCountryCode = (value: string): boolean => {
  const code = value.trim().toUpperCase()
  return code.length === 2 ? alpha2Codes.has(code) : code.length === 3 && alpha3Codes.has(code)
}
