import { all, blank, day, districts, firms, grouped, measured, pick, rows, sumOf, two, type Layout } from './layout.ts'

/** Money, shops and accounts. */
export const accounts: Layout[] = [
  {
    name: 'spending over a limit: no extras',
    columns: 6,
    names: ['Department', 'Entity', 'Date', 'Expense Type', 'Supplier', 'Amount'],
    lines: [
      'H Department,Entity,Date,Expense Type,Supplier,Amount',
      ...rows(
        25,
        (i) =>
          `Health,Trust ${i % 3},${two((i % 28) + 1)}/04/2012,${pick(['Rent', 'Legal Fees', 'IT'], i)},"${pick(firms, i)}","${grouped(measured(i, 25000, 900000))}.00"`,
      ),
    ],
  },
  {
    name: 'spending: title line with trailing delimiters, empty columns and rows behind',
    columns: 4,
    lines: [
      ...all('P', 'Payments over 500 pounds - June 2013,,,,,,'),
      'H Body,Date,Payee,Value,,,',
      ...rows(20, (i) => `Council,${two(i + 1)}/06/2013,"${pick(firms, i)}",${measured(i, 500, 9000, 2)},,,`),
      ...all('B', ',,,,,,'),
      ...all('B', ',,,,,,'),
    ],
  },
  {
    name: 'spending: total below',
    columns: 4,
    lines: [
      'H Date,Payee,Purpose,Net amount',
      ...rows(
        15,
        (i) =>
          `${two(i + 1)}-Mar-14,"${pick(firms, i)}",${pick(['Cleaning', 'Printing'], i)},${measured(i, 10, 999, 2)}`,
      ),
      `N ,,Total,${sumOf(15, (i) => measured(i, 10, 999, 2)).toFixed(2)}`,
    ],
  },
  {
    name: 'budget: group rows and subtotals stay records',
    columns: 4,
    lines: [
      'H Chapter,Item,Budget 2018,Budget 2019',
      ...[0, 1, 2].flatMap((group) => [
        `R ${pick(['Roads', 'Parks', 'Schools'], group)},,,`,
        ...rows(
          4,
          (i) =>
            `,${pick(['Wages', 'Repairs', 'Energy', 'Other'], i)},${measured(i + group * 9, 100, 900)},${measured(i + group * 9 + 4, 100, 900)}`,
        ),
        `R ,Subtotal,${1000 + group},${1200 + group}`,
      ]),
    ],
  },
  {
    name: 'advertising: title, period, header, total below',
    columns: 4,
    lines: [
      ...all('P', 'Campaign report'),
      ...all('P', '"January 1, 2019 - January 31, 2019"'),
      'H Campaign,Clicks,Impressions,Cost',
      ...rows(
        15,
        (i) => `Campaign ${i},${measured(i, 10, 900)},${measured(i + 5, 1000, 90000)},${measured(i + 9, 10, 500, 2)}`,
      ),
      `N Total,${sumOf(15, (i) => measured(i, 10, 900))},${sumOf(15, (i) => measured(i + 5, 1000, 90000))},${sumOf(15, (i) => measured(i + 9, 10, 500, 2)).toFixed(2)}`,
    ],
  },
  {
    name: 'bank statement: account block, header, records, balance',
    columns: 5,
    lines: [
      ...all('P', 'Kontonummer:;123456789 / Girokonto;'),
      ...blank,
      ...all('P', 'Von:;01.01.2019;'),
      ...all('P', 'Bis:;31.01.2019;'),
      ...all('P', 'Kontostand vom 31.01.2019:;1.234,56 EUR;'),
      ...blank,
      'H Buchungstag;Wertstellung;Buchungstext;Verwendungszweck;Betrag (EUR);',
      ...rows(
        20,
        (i) =>
          `${two(i + 1)}.01.2019;${two(i + 1)}.01.2019;${pick(['Lastschrift', 'Gutschrift'], i)};Rechnung ${i};${measured(i, -500, 500, 2).replace('.', ',')};`,
      ),
    ],
  },
  {
    name: 'trailing delimiters in records, not in the header',
    columns: 4,
    lines: [
      'H Date,Open,Close,Volume',
      ...rows(
        30,
        (i) => `${day(i)},${measured(i, 10, 20, 2)},${measured(i + 1, 10, 20, 2)},${measured(i + 2, 1e4, 1e6)},`,
      ),
    ],
  },
  {
    name: 'trailing delimiters in the header, not in records',
    columns: 4,
    lines: [
      'H Date,Open,Close,Volume,,',
      ...rows(
        30,
        (i) => `${day(i)},${measured(i, 10, 20, 2)},${measured(i + 1, 10, 20, 2)},${measured(i + 2, 1e4, 1e6)}`,
      ),
    ],
  },
  {
    name: 'records end where their last cell is, spreadsheet without trailing cells',
    columns: 6,
    lines: [
      'H Name,Street,Town,Phone,Fax,Remark',
      ...rows(30, (i) =>
        [
          'Office',
          `${i} High Street`,
          pick(districts, i),
          `01234 ${measured(i, 100000, 999999)}`,
          `01234 ${measured(i + 5, 100000, 999999)}`,
          'closed',
        ]
          .slice(0, 3 + (i % 4))
          .map((cell, at) => (at === 0 ? `${cell} ${i}` : cell))
          .join(','),
      ),
    ],
  },
  {
    name: 'wine: quoted names, semicolons, bare numbers',
    columns: 4,
    names: ['fixed acidity', 'volatile acidity', 'citric acid', 'quality'],
    lines: [
      'H "fixed acidity";"volatile acidity";"citric acid";"quality"',
      ...rows(
        30,
        (i) =>
          `${measured(i, 4, 15, 1)};${measured(i + 4, 0, 2, 2)};${measured(i + 8, 0, 1, 2)};${measured(i + 12, 3, 8)}`,
      ),
    ],
  },
  {
    name: 'told separator',
    columns: 3,
    names: ['Kunde', 'Ort', 'Umsatz'],
    lines: [
      'P sep=;',
      'H Kunde;Ort;Umsatz',
      ...rows(12, (i) => `Kunde ${i};${pick(districts, i)};${measured(i, 10, 999, 2).replace('.', ',')}`),
    ],
  },
  {
    name: 'header again on each page',
    columns: 3,
    lines: [
      'H Code,Item,Price',
      ...[0, 1, 2, 3].flatMap((page) => [
        ...(page ? ['R Code,Item,Price'] : []),
        ...rows(10, (i) => `${page}${two(i)},Item ${i},${measured(i + page * 10, 1, 99, 2)}`),
      ]),
    ],
  },
  {
    name: 'broker: sections that a word in front tells, the last one wide',
    columns: 9,
    lines: [
      'P Statement,Header,Field Name,Field Value',
      'P Statement,Data,Title,History',
      'P Statement,Data,Period,"May 1, 2024 - June 2, 2025"',
      'P Summary,Header,Field Name,Field Value',
      'P Summary,Data,Base Currency,EUR',
      'P Summary,Data,Cash,100.0',
      'H Trades,Header,Date,Account,Symbol,Quantity,Price,Amount,Net',
      ...rows(
        9,
        (i) =>
          `Trades,Data,2025-0${i + 1}-03,U***1,${i % 2 ? 'AB' : 'CD'},${measured(i, 1, 9)},${measured(i + 3, 10, 90, 2)},${measured(i + 6, 100, 900, 2)},${measured(i + 9, 100, 900, 2)}`,
      ),
    ],
  },
]
