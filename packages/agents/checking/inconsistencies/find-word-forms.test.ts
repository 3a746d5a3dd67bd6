import { expect, it } from 'vitest'
import { findInconsistencies } from './find-inconsistencies.ts'

const rewrite = (cells: Readonly<Record<string, number>>) => {
  const texts = Object.entries(cells).map(([text, count]) => ({ text, cells: count }))
  const { rewritten } = findInconsistencies(
    texts,
    texts.reduce((sum, text) => sum + text.cells, 0),
  )
  return Object.fromEntries([...rewritten].map(([text, { to }]) => [text, to]))
}
const repeat = (count: number, text: (index: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [text(index), 1]))

it('converts a rare unit, and reports it without a repair if the result is unusual', () => {
  const heights = repeat(60, (index) => `${150 + index} cm`)
  expect(rewrite({ ...heights, '1.93 m': 1, '1.71 m': 2 })).toEqual({ '1.93 m': '193 cm', '1.71 m': '171 cm' })
  expect(rewrite({ ...heights, '170 m': 2 })).toEqual({ '170 m': undefined })
  const temperatures = repeat(60, (index) => `${index - 10} °C`)
  expect(rewrite({ ...temperatures, '86 °F': 2, '23 °F': 1 })).toEqual({ '86 °F': '30 °C', '23 °F': '-5 °C' })
})

it('uses the usual separator of lists, if their items are known', () => {
  const colors = { 'red; blue': 20, 'green; red': 20, 'blue; green; red': 9 }
  expect(rewrite({ ...colors, 'blue, red': 2, 'green/blue': 1 })).toEqual({
    'blue, red': 'blue; red',
    'green/blue': 'green; blue',
  })
  expect(rewrite({ ...colors, 'pink, red': 5 })).toEqual({})
})

it('adds the usual scheme to URLs, and replaces it for hosts that have it', () => {
  const pages = repeat(40, (index) => `https://www.example.com/${index}`)
  expect(rewrite({ ...pages, 'www.example.com/90': 2, 'http://www.example.com/91': 1 })).toEqual({
    'www.example.com/90': 'https://www.example.com/90',
    'http://www.example.com/91': 'https://www.example.com/91',
  })
  expect(rewrite({ ...pages, 'http://old.example.org/1': 5 })).toEqual({})
})

it('writes months and weekdays in one form', () => {
  const months = { January: 20, March: 20, May: 20, October: 20 }
  expect(rewrite({ ...months, Jan: 2, '03': 1, '10': 1 })).toEqual({ Jan: 'January', '03': 'March', '10': 'October' })
  expect(rewrite({ Jan: 20, Mar: 20, May: 20, Oct: 20, January: 3 })).toEqual({ January: 'Jan' })
  expect(rewrite(repeat(12, (index) => String(index + 1)))).toEqual({})
  expect(rewrite({ Mon: 20, Tue: 20, Sun: 20, Monday: 2, Sunday: 2 })).toEqual({ Monday: 'Mon', Sunday: 'Sun' })
})

it('adds the century to years of two digits if only one fits', () => {
  const years = repeat(60, (index) => String(1930 + index))
  expect(rewrite({ ...years, '88': 2, "'62": 1 })).toEqual({ '88': '1988', "'62": '1962' })
  expect(rewrite({ ...years, '1895': 1, '2012': 1, '05': 3 })).toEqual({ '05': undefined })
  expect(rewrite({ ...years, '88': 2, '312': 3 })).toEqual({})
})

it('removes quotes around some cells', () => {
  const names = { Berlin: 20, Paris: 20, Rome: 20 }
  expect(rewrite({ ...names, '"Rome"': 2, "'Paris'": 1 })).toEqual({ '"Rome"': 'Rome', "'Paris'": 'Paris' })
  expect(rewrite({ ...names, '"Rome"': 50 })).toEqual({})
})

it('writes abbreviated last words in full if most cells have the word', () => {
  const streets = { ...repeat(40, (index) => `${index} Oak Street`), ...repeat(40, (index) => `${index} Elm Road`) }
  const short = { ...repeat(6, (index) => `${index} Lake St.`), ...repeat(5, (index) => `${index} Hill Rd`) }
  expect(rewrite({ ...streets, ...short })).toMatchObject({ '3 Lake St.': '3 Lake Street', '4 Hill Rd': '4 Hill Road' })
  expect(rewrite({ ...streets, ...repeat(40, (index) => `${index} Lake Station`), ...short })).not.toHaveProperty(
    '3 Lake St.',
  )
})

it('reads numbers in scientific notation, of accounts and in degrees', () => {
  const large = repeat(40, (index) => String(104_000 + 977 * index))
  expect(rewrite({ ...large, '2.56E+05': 2, '1.1e5': 1 })).toEqual({ '2.56E+05': '256000', '1.1e5': '110000' })
  const balances = { ...repeat(40, (index) => `${index}.25`), ...repeat(20, (index) => `-${index}.75`) }
  expect(rewrite({ ...balances, '(53.50)': 3 })).toEqual({ '(53.50)': '-53.50' })
  expect(rewrite({ ...repeat(40, (index) => `${index}.25`), '(53.50)': 3 })).toEqual({})
  const latitudes = repeat(40, (index) => `${30 + index}.5${index}1`)
  expect(rewrite({ ...latitudes, "52°30'N": 2, "12°15'S": 1 })).toEqual({ "52°30'N": '52.5', "12°15'S": '-12.25' })
})

it('uses the case that the letters of almost all codes have, and removes country codes of phone numbers', () => {
  const codes = repeat(60, (index) => `AB-${10_000 + index * 37}`)
  expect(rewrite({ ...codes, ...repeat(6, (index) => `ab-${20_000 + index}`) })).toMatchObject({
    'ab-20001': 'AB-20001',
  })
  const phones = repeat(60, (index) => `(212) 555-${1000 + index * 13}`)
  expect(rewrite({ ...phones, ...repeat(6, (index) => `+1 646 555 ${2000 + index}`) })).toMatchObject({
    '+1 646 555 2001': '(646) 555-2001',
  })
})

it('knows countries that have a former code', () => {
  const countries = { Germany: 60, France: 60, Japan: 60 }
  expect(rewrite({ ...countries, DE: 5, FR: 4 })).toEqual({ DE: 'Germany', FR: 'France' })
})

it('reads measures with and without the unit of the other numbers', () => {
  const weights = repeat(60, (index) => String(400 + 40 * index))
  const cells = {
    ...weights,
    ...repeat(6, (index) => `${900 + index} g`),
    ...repeat(5, (index) => `1.${200 + index} kg`),
  }
  expect(rewrite(cells)).toMatchObject({ '901 g': '901', '1.202 kg': '1202' })
  const houses = { ...repeat(60, (index) => String(1 + index)), ...repeat(6, (index) => `${index} g`), '3 b': 2 }
  expect(rewrite(houses)).toEqual({})
})

it('finds several sentinels of missing numbers', () => {
  const temperatures = repeat(60, (index) => (index / 4).toFixed(1))
  expect(rewrite({ ...temperatures, '-999': 4, '-999.0': 3, '9999': 3 })).toEqual({
    '-999': '',
    '-999.0': '',
    '9999': '',
  })
})

it('pads days and months as in most dates', () => {
  const dates = repeat(
    60,
    (index) => `${String(1 + (index % 12)).padStart(2, '0')}/${10 + (index % 18)}/19${40 + index}`,
  )
  expect(rewrite({ ...dates, '8/17/1956': 2, '9/2/1960': 1 })).toEqual({
    '8/17/1956': '08/17/1956',
    '9/2/1960': '09/02/1960',
  })
  const short = repeat(60, (index) => `${1 + (index % 9)}/${10 + (index % 18)}/19${40 + index}`)
  expect(rewrite({ ...short, '08/17/1956': 3 })).toEqual({ '08/17/1956': '8/17/1956' })
})

it('reads durations next to hours and minutes', () => {
  const durations = repeat(60, (index) => `${1 + (index % 4)}:${10 + (index % 50)}`)
  expect(rewrite({ ...durations, '74 min': 1, '2h 5m': 1, '01:30:00': 1, '3 h': 1 })).toEqual({
    '74 min': '1:14',
    '2h 5m': '2:05',
    '01:30:00': '1:30',
    '3 h': '3:00',
  })
})

it('repairs email addresses and IPv4 addresses', () => {
  const addresses = repeat(40, (index) => `user${index}@example.com`)
  expect(rewrite({ ...addresses, 'mailto:a@example.org': 1, 'b at example.org': 2, 'c@example': 1 })).toEqual({
    'mailto:a@example.org': 'a@example.org',
    'b at example.org': 'b@example.org',
    'c@example': undefined,
  })
  const hosts = repeat(40, (index) => `10.0.${index}.1`)
  expect(rewrite({ ...hosts, '010.000.007.001': 1, '10.0.300.1': 1, '10.0.1': 1 })).toEqual({
    '010.000.007.001': '10.0.7.1',
    '10.0.300.1': undefined,
    '10.0.1': undefined,
  })
})

it('finds values that differ in punctuation, diacritics or an addition', () => {
  const cities = { Berlin: 40, Köln: 40, Düsseldorf: 40, Hamburg: 40 }
  expect(rewrite({ ...cities, Koeln: 2, 'Hamburg.': 3, Dusseldorf: 1 })).toEqual({
    Koeln: 'Köln',
    'Hamburg.': 'Hamburg',
    Dusseldorf: 'Düsseldorf',
  })
  expect(rewrite({ ...cities, 'Berlin, Germany': 2, 'Köln, Germany': 1, 'Hamburg, Germany': 1 })).toEqual({
    'Berlin, Germany': 'Berlin',
    'Köln, Germany': 'Köln',
    'Hamburg, Germany': 'Hamburg',
  })
  expect(rewrite({ ...cities, 'Berlin, Ohio': 2, 'Hamburg, Iowa': 3 })).toEqual({})
  expect(rewrite({ 'Model 1.5': 40, 'Model 15': 40, 'Model 2': 40, 'Model 1-5': 4 })).toEqual({})
})

it('reads ranges with a word or a dash', () => {
  const ranges = { '10-20': 30, '20-30': 30, '30-40': 30 }
  expect(rewrite({ ...ranges, '10 to 20': 5, '20–30': 2 })).toMatchObject({ '10 to 20': '10-20' })
})

it('finds texts that were cut, and completes them if one value begins with them', () => {
  const titles = repeat(40, (index) => `Title of work ${index}`)
  expect(rewrite({ ...titles, 'Title of work 3...': 1, 'Title of work 17…': 1, 'Other tit...': 1 })).toEqual({
    'Title of work 3...': undefined,
    'Title of work 17…': undefined,
    'Other tit...': undefined,
  })
  expect(rewrite({ ...titles, 'Complete sentence here': 5, 'Complete sen...': 3 })).toEqual({
    'Complete sen...': 'Complete sentence here',
  })
  const names = repeat(60, (index) => `Product number ${index} of the ${'long'.repeat(1 + (index % 5))} list`)
  const cut = Object.fromEntries(
    Object.keys(names)
      .slice(10, 40)
      .map((text) => [text.slice(0, 20), 1]),
  )
  expect(Object.keys(rewrite({ ...names, ...cut }))).toEqual(Object.keys(cut))
})

it('rescales numbers that another source wrote in another unit', () => {
  const ratings = repeat(60, (index) => (3 + index / 10).toFixed(1))
  const percent = repeat(12, (index) => String(32 + 5 * index))
  expect(rewrite({ ...ratings, ...percent })).toMatchObject({ 37: '3.7', 62: '6.2' })
  const distant = repeat(12, (index) => String(500 + 5 * index))
  expect(rewrite({ ...ratings, ...distant })).toEqual({})
})

it('finds dates and years that stand for a missing one', () => {
  const dates = repeat(60, (index) => `2021-0${1 + (index % 9)}-${10 + (index % 18)}`)
  expect(rewrite({ ...dates, '1970-01-01': 4 })).toEqual({ '1970-01-01': '' })
  expect(rewrite({ ...dates, '1975-03-04': 1, '1970-01-01': 4 })).toEqual({})
  expect(rewrite({ ...repeat(60, (index) => String(1950 + index)), '0': 3, '1000': 2 })).toEqual({
    '0': '',
    '1000': '',
  })
  expect(rewrite({ ...repeat(60, (index) => `Person ${index} Smith`), TBD: 3, 'N/A': 2 })).toMatchObject({ TBD: '' })
  expect(rewrite({ Fixed: 40, 'Time and Materials': 30, TBD: 3 })).toEqual({})
})

it('reports codes that a spreadsheet rounded, without a repair', () => {
  const codes = repeat(60, (index) => String(4_012_300_000_000 + index * 7919))
  expect(rewrite({ ...codes, '4.0123E+12': 3 })).toEqual({ '4.0123E+12': undefined })
})

it('removes HTML tags from some cells', () => {
  const jobs = repeat(40, (index) => `Engineer ${index}`)
  expect(rewrite({ ...jobs, '<p>Cook</p>': 2, 'Nurse<br />': 1 })).toEqual({
    '<p>Cook</p>': 'Cook',
    'Nurse<br />': 'Nurse',
  })
  expect(rewrite(repeat(40, (index) => `<p>Text ${index}</p>`))).toEqual({})
})

it('writes states in one form, durations as minutes, and amounts with a scale as numbers', () => {
  expect(rewrite({ MA: 40, NY: 40, TX: 40, Massachusetts: 3, Texas: 2 })).toEqual({ Massachusetts: 'MA', Texas: 'TX' })
  const minutes = repeat(60, (index) => String(90 + index))
  expect(rewrite({ ...minutes, '1h 52m': 3, '2h 5m': 1 })).toEqual({ '1h 52m': '112', '2h 5m': '125' })
  const gross = repeat(60, (index) => String(4_000_123 + index * 700_001))
  expect(rewrite({ ...gross, '$26.7M': 3 })).toEqual({ '$26.7M': '26700000' })
  const prices = repeat(60, (index) => String(120_000 + index * 7000))
  expect(rewrite({ ...prices, '269.000,00 €': 3 })).toEqual({ '269.000,00 €': '269000' })
})

it('does not change the sign of an offset', () => {
  expect(rewrite({ '+03:00': 40, '+01:00': 40, '+05:30': 40, '-03:00': 12 })).toEqual({})
})

it('leaves postcodes with letters and lists of genres', () => {
  const postcodes = { ...repeat(60, (index) => String(10_115 + index * 31)), '1012 AB': 9, '3511 CE': 8 }
  expect(rewrite(postcodes)).not.toHaveProperty('1012 AB')
  expect(
    rewrite({
      Drama: 40,
      Crime: 30,
      Comedy: 30,
      'Drama, Crime': 5,
      'Comedy, Crime': 5,
      'Crime, Drama': 4,
      Romance: 20,
      'Romance, Crime': 4,
    }),
  ).toEqual({})
})
