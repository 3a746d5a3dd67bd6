import { cells, day, firms, marked, measured, persons, pick, rows, two, type Layout } from './layout.ts'

const euro = (seed: number, least: number, most: number): string => {
  const [whole = '', rest = ''] = measured(seed, least, most, 2).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '.')},${rest}`
}

/** Banks, books, budgets, prices, and what business software lists. */
export const moreMoney: Layout[] = [
  {
    name: 'debts: customers as headings, their sums as records, sum of all at the end',
    columns: 5,
    lines: [
      ...marked(`
P Aged receivables
P As at 31/03/2019
B
H Invoice,Date,Due,Days,Amount
R 1001 Abbott Ltd,,,,
R INV-101,01/02/2019,03/03/2019,28,120.00
R INV-102,08/02/2019,10/03/2019,21,80.50
R ,,,,200.50
R 1002 Brightwater,,,,
R INV-111,02/01/2019,01/02/2019,58,99.00
R INV-115,11/02/2019,13/03/2019,18,45.10
R ,,,,144.10
N Total,,,,344.60
`),
    ],
  },
  {
    name: 'payroll: run date and page above, names again on the next page behind a blank',
    columns: 4,
    lines: [
      ...marked(`
P Payroll register,,,
P Run date: 03/04/2019,,,Page 1
H Employee,Name,Hours,Gross pay
`),
      ...rows(10, (i) => `${1000 + i},${pick(persons, i)},${measured(i, 20, 45, 1)},${measured(i, 400, 2000, 2)}`),
      ...marked(`
R Payroll register,,,
R Run date: 03/04/2019,,,Page 2
R Employee,Name,Hours,Gross pay
`),
      ...rows(
        10,
        (i) => `${1010 + i},${pick(persons, i + 3)},${measured(i + 70, 20, 45, 1)},${measured(i + 70, 400, 2000, 2)}`,
      ),
    ],
  },
  {
    name: 'trial balance: fixed columns, rule below the names, double rule and sums below',
    columns: 4,
    lines: [
      ...marked(`
P TRIAL BALANCE                    PERIOD 12
B
H ACCT   DESCRIPTION                  DEBIT        CREDIT
H ------ -------------------- ------------- -------------
`),
      ...rows(
        15,
        (i) =>
          `${1000 + i * 10}   ${pick(['Cash at bank', 'Trade debtors', 'Stock', 'Loans'], i).padEnd(20)} ${(i % 2 ? '' : measured(i, 100, 9000, 2)).padStart(13)} ${(i % 2 ? measured(i, 100, 9000, 2) : '').padStart(13)}`,
      ),
      ...marked(`
N                             ============= =============
N                                  43210.10      43210.10
`),
    ],
  },
  {
    name: 'budget: functions and years with plan and actual in a second line, grand total, source',
    columns: 6,
    lines: [
      ...marked(`
P General fund expenditure by function (in thousands)
B
H Code,Function,2018,,2019,
H ,,Budget,Actual,Budget,Actual
`),
      ...rows(
        10,
        (i) => `${100 + i * 10},${pick(['Police', 'Fire', 'Libraries', 'Parks'], i)},${cells(4, i, 100, 9000)}`,
      ),
      ...marked(`
N ,Grand Total,45012,44871,46120,45998
B
N "Source: City of Easton, Department of Finance"
`),
    ],
  },
  {
    name: 'tenders: long title, header with line breaks, remarks in several languages below',
    columns: 5,
    lines: [
      ...marked(`
P Liste der vergebenen Aufträge ab 25.000 EUR (§ 19 Abs. 2 VOL/A);;;;
B ;;;;
H "Lfd.
H Nr.";Auftragnehmer;Gegenstand;"Verfahrens-
H art";Zeitraum
`),
      ...rows(
        9,
        (i) =>
          `${i + 1};${pick(firms, i)};${pick(['Reinigung der Schulen', 'Lieferung von Möbeln', 'Wartung'], i)};${pick(['BA', 'FV', 'ÖA'], i)};0${i + 1}/2019 - 12/2019`,
      ),
      ...marked(`
B ;;;;
N BA = Beschränkte Ausschreibung, FV = Freihändige Vergabe;;;;
`),
    ],
  },
  {
    name: 'sales report of a shop: period, filters and currency, then names, rows affected below',
    columns: 5,
    lines: [
      ...marked(`
P Report,Sales by product
P Period,01/02/2019 - 28/02/2019
P Store,All stores
B
H Product,SKU,Units,Net sales,Tax
`),
      ...rows(
        14,
        (i) =>
          `${pick(['Mug', 'Plate', 'Bowl', 'Spoon'], i)} ${i},SKU-${measured(i, 1000, 9999)},${measured(i, 1, 90)},${measured(i, 10, 900, 2)},${measured(i, 1, 90, 2)}`,
      ),
      ...marked(`
N Total,,701,5021.11,501.10
B
N (14 rows affected)
`),
    ],
  },
  {
    name: 'exchange rates: a space behind each comma, a delimiter at the end, one line of values',
    lines: marked(`
H Date, USD, JPY, BGN, CZK, 
R 04 March 2019, 1.1337, 126.88, 1.9558, 25.586, 
`),
  },
  {
    name: 'stock prices: newest first, plain',
    columns: 6,
    lines: [
      'H Date,Open,High,Low,Close,Volume',
      ...rows(20, (i) => `2019-03-${two(28 - i)},${cells(4, i, 90, 120, 2)},${measured(i, 1e5, 9e6)}`),
    ],
  },
  {
    name: 'stock prices: ticker names over two lines, date below them alone',
    columns: 5,
    lines: [
      ...marked(`
H Price,Close,Close,Volume,Volume
H Ticker,AAB,CDE,AAB,CDE
H Date,,,,
`),
      ...rows(
        20,
        (i) =>
          `${day(i)},${measured(i, 90, 120, 4)},${measured(i + 5, 10, 20, 4)},${measured(i, 1e5, 9e6)},${measured(i + 5, 1e5, 9e6)}`,
      ),
    ],
  },
  {
    name: 'subsidies: recipients in capitals, all quoted, a trailing note of the ministry',
    columns: 4,
    lines: [
      'H "Empfänger";"PLZ";"Gemeinde";"Betrag in EUR"',
      ...rows(
        15,
        (i) =>
          `"${pick(['AGRAR GMBH', 'BAUER HANS', 'MILCHHOF KG'], i)}";"0${measured(i, 1000, 9999)}";"${pick(['Aurich', 'Celle', 'Düren'], i)}";"${euro(i, 1000, 99999)}"`,
      ),
      ...marked(`
B
N "Quelle: Ministerium, Veröffentlichung nach Artikel 111 der Verordnung"
`),
    ],
  },
]
