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
  {
    name: 'sheet: four records below eight lines of explanations that have other marks in them',
    columns: 3,
    lines: marked(`
P Title: a report
P Author: B. Lund, C. Vogt
P Date: 2019-03-04 10:11:12
P Version: 1.2; final
P Notes: values, units and signs are explained below.
P Units: mm
P Rows: 12
B
H site;depth;state
R Mill;12;open
R Bridge;9;open
R Weir;14;closed
R Lock;11;open
`),
  },
]
