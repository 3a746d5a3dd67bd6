import { marked, type Layout } from './layout.ts'

/** Sheets of spreadsheets that were saved as text as they stood. */
export const moreSheets: Layout[] = [
  {
    name: 'sheet: shares below their sum, signs explained to the right',
    columns: 4,
    lines: marked(`
P Energy use by sector,,,
H Sector,2016,2017,2018
R Industry,120.1,118.4,117.0
R Households,98.2,99.0,97.7
R Transport,140.8,142.2,143.1
R Services,61.0,60.2,59.9
N Total,420.1,419.8,417.7
B ,,,
N Unit:,TWh,,
N r,revised,,
`),
  },
]
