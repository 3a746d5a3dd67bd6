import { districts, measured, pick, rows, sumOf, type Layout } from './layout.ts'

/** Forms of headers, titles, notes and several tables in one file. */
export const moreShapes: Layout[] = [
  {
    name: 'names with blanks between them above tabs',
    columns: 5,
    names: ['Reading#', 'Node-ID', 'Humidity', 'Temperature', 'Label'],
    lines: [
      'H Reading# Node-ID Humidity Temperature Label',
      ...rows(30, (i) => `${i + 1}\t2\t${measured(i, 40, 50, 2)}\t${measured(i + 3, 20, 30, 2)}\t0`),
    ],
  },
  {
    name: 'more lines of notes than records, with sentences full of commas',
    columns: 5,
    lines: [
      'H "Notes"\t"Year"\tDeaths\tPopulation\tRate',
      ...rows(
        15,
        (i) =>
          `\t"${2001 + i}"\t${measured(i, 100, 900)}\t${measured(i + 3, 10000, 90000)}\t${measured(i + 6, 1, 9, 1)}`,
      ),
      `N "Total"\t\t${sumOf(15, (i) => measured(i, 100, 900))}\t${sumOf(15, (i) => measured(i + 3, 10000, 90000))}\t4.4`,
      ...Array.from({ length: 6 }, (_, i) => [
        'N "---"',
        `N "Made on request ${i + 1}: office of figures, town hall, first floor, released May, 2018, with all tables of that year, as told"`,
        `N "${i + 1}. As of ${i + 2} May, some deaths of late years were moved, added, or taken out, as the office, in its words, found"`,
      ]).flat(),
    ],
  },
  {
    name: 'groups that end before the last column, a source with a comma below',
    columns: 5,
    lines: [
      'P Table 3. Pupils by level',
      'H ,Primary,,Secondary',
      'H Region,Boys,Girls,Boys,Girls',
      ...rows(
        12,
        (i) =>
          `Region ${i},${measured(i, 100, 999)},${measured(i + 3, 100, 999)},${measured(i + 6, 100, 999)},${measured(i + 9, 100, 999)}`,
      ),
      'N Source: Ministry of Education, 2014',
    ],
  },
  {
    name: 'two columns: title lines, a rule and sources right below the dates',
    columns: 2,
    lines: [
      'P Table: 12411-0001',
      'P Population on the last day of the year',
      'P Population (number)',
      'H Day;Number',
      ...rows(18, (i) => `31.12.${1990 + i};${measured(i, 80000, 83000)}`),
      'N __________',
      'N Until 1995: by the old borders.',
      'N © Office of Numbers, 2020',
      'N As of: 01.01.2020 / 12:11:10',
    ],
  },
  {
    name: 'two columns: words with numbers, the source right below',
    columns: 2,
    lines: [
      'H Region,Value',
      ...rows(12, (i) => `${pick(districts, i)} ${i},${measured(i, 1, 90, 1)}`),
      'N Source: Office of Numbers',
    ],
  },
]
