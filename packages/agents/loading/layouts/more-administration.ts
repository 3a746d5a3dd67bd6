import { all, day, districts, firms, grouped, measured, pick, rows, sumOf, type Layout } from './layout.ts'

/** Tables that offices, census bureaus and central banks publish. */
export const moreAdministration: Layout[] = [
  {
    name: 'time series of an office: words with values, then years, quarters and months',
    columns: 2,
    lines: [
      ...all('P', '"Title","GDP: chained volume measures: seasonally adjusted"'),
      ...all('P', '"CDID","ABMI"'),
      ...all('P', '"Source dataset ID","PN2"'),
      ...all('P', '"PreUnit","£"'),
      ...all('P', '"Unit","m"'),
      ...all('P', '"Release date","28-06-2019"'),
      ...all('P', '"Next release","9 August 2019"'),
      ...rows(20, (i) => `"${1999 + i}","${measured(i, 1e6, 2e6)}"`),
      ...rows(40, (i) => `"${1999 + (i >> 2)} Q${(i % 4) + 1}","${measured(i, 3e5, 6e5)}"`),
    ],
  },
  {
    name: 'survey of answers in words',
    columns: 5,
    lines: [
      'H respondent,sex,region,satisfied,recommend',
      ...rows(
        30,
        (i) =>
          `${i + 1},${pick(['female', 'male', 'other'], i * 2)},${pick(districts, i)},${pick(['agree', 'disagree', 'strongly agree'], i * 5)},${pick(['yes', 'no', 'maybe'], i * 3)}`,
      ),
    ],
  },
  {
    name: 'pipes and quotes, registry of companies',
    columns: 4,
    names: ['NAME', 'NUMBER', 'ADDRESS', 'STATUS'],
    lines: [
      'H NAME|NUMBER|ADDRESS|STATUS',
      ...rows(
        20,
        (i) =>
          `${pick(firms, i).toUpperCase()}|0${1234567 + i}|"${i} ROAD, ${pick(districts, i).toUpperCase()}"|${pick(['Active', 'Dissolved'], i)}`,
      ),
    ],
  },
  {
    name: 'prices: two rows of names, the first column named below them',
    columns: 4,
    names: ['Date', 'AAPL Open', 'AAPL Close', 'MSFT Open'],
    lines: [
      'H ,AAPL,AAPL,MSFT',
      'H ,Open,Close,Open',
      'H Date,,,',
      ...rows(
        20,
        (i) => `${day(i)},${measured(i, 90, 120, 2)},${measured(i + 3, 90, 120, 2)},${measured(i + 6, 40, 60, 2)}`,
      ),
    ],
  },
  {
    name: 'a short line of names above those of all other columns, a total with shares in its cells',
    columns: 6,
    lines: [
      'H DISTRICT,SEATS      HELD,VOTES CAST',
      'H ,Ash (R),Birch (D),Ash (R),Birch (D),All',
      ...rows(
        20,
        (i) =>
          `${pick(districts, i)} ${i},${i % 2 ? '' : 3},${i % 2 ? 2 : ''},"${grouped(measured(i, 1000, 9000))}","${grouped(measured(i + 40, 1000, 9000))}","${grouped(String(Number(measured(i, 1000, 9000)) + Number(measured(i + 40, 1000, 9000))))}"`,
      ),
      `N Total:,30,20,"${grouped(String(sumOf(20, (i) => measured(i, 1000, 9000))))}      51.2%","90,000      48.8%","${grouped(String(sumOf(20, (i) => measured(i, 1000, 9000)) + sumOf(20, (i) => measured(i + 40, 1000, 9000))))}"`,
    ],
  },
  {
    name: 'a total, its shares below it, and a note',
    columns: 4,
    lines: [
      'P SEATS AND VOTES,,,',
      'H District,Seats,Ash,Birch',
      ...rows(
        20,
        (i) => `${pick(districts, i)} ${i},${2 + (i % 3)},${measured(i, 1000, 9000)},${measured(i + 40, 1000, 9000)}`,
      ),
      `N Total: ,${sumOf(20, (i) => String(2 + (i % 3)))},${sumOf(20, (i) => measured(i, 1000, 9000))},${sumOf(20, (i) => measured(i + 40, 1000, 9000))}`,
      'N ,,50.8%,49.2%',
      'N ,,,',
      'N Seats to win = 31.  Seats in all = 59.,,,',
    ],
  },
]
