import { all, blank, countries, day, districts, measured, pick, rows, species, type Layout } from './layout.ts'

/** Forms of headers, titles, notes and several tables in one file. */
export const shapes: Layout[] = [
  {
    name: 'names are years over counts, first one empty',
    columns: 6,
    lines: [
      'H ,1990,1995,2000,2005,2010',
      ...rows(
        20,
        (i) => `${pick(countries, i)} ${i},${[1, 2, 3, 4, 5].map((k) => measured(i * 5 + k, 1000, 9000)).join(',')}`,
      ),
    ],
  },
  {
    name: 'names are dates over counts',
    columns: 7,
    lines: [
      'H Province/State,Country/Region,Lat,Long,1/22/20,1/23/20,1/24/20',
      ...rows(
        20,
        (i) =>
          `,${pick(countries, i)} ${i},${measured(i, -50, 60, 4)},${measured(i + 3, -100, 100, 4)},${measured(i + 6, 0, 500)},${measured(i + 7, 0, 500)},${measured(i + 8, 0, 500)}`,
      ),
    ],
  },
  {
    name: 'names are ages and bands',
    columns: 6,
    lines: [
      'H area,0-4,5-9,10-14,15-19,20+',
      ...rows(
        20,
        (i) => `${pick(districts, i)} ${i},${[1, 2, 3, 4, 5].map((k) => measured(i * 5 + k, 10, 900)).join(',')}`,
      ),
    ],
  },
  {
    name: 'matrix: names above and in front, numbers as names',
    columns: 7,
    lines: [
      'H ,101,102,103,104,105,106',
      ...rows(6, (i) => `${101 + i},${Array.from({ length: 6 }, (_, k) => measured(i * 6 + k, 0, 1, 4)).join(',')}`),
    ],
  },
  {
    name: 'two tables, the same width, a title each',
    columns: 4,
    lines: [
      ...all('P', 'Table 1: Births'),
      'H Year,Boys,Girls,Total',
      ...rows(
        12,
        (i) => `${2000 + i},${measured(i, 100, 500)},${measured(i + 3, 100, 500)},${measured(i + 6, 300, 900)}`,
      ),
      ...blank,
      ...all('O', 'Table 2: Deaths'),
      ...all('O', 'Year,Men,Women,Total'),
      ...Array.from(
        { length: 12 },
        (_, i) => `O ${2000 + i},${measured(i, 100, 500)},${measured(i + 3, 100, 500)},${measured(i + 6, 300, 900)}`,
      ),
    ],
  },
  {
    name: 'notes of several cells below, without a blank line',
    columns: 5,
    lines: [
      'H Station,Easting,Northing,NO2,PM10',
      ...rows(
        15,
        (i) =>
          `${pick(districts, i)} ${i},${measured(i, 400000, 500000)},${measured(i + 2, 100000, 200000)},${measured(i + 4, 10, 60)},${measured(i + 6, 10, 60)}`,
      ),
      ...all('N', 'Notes:,,,,'),
      ...all('N', 'n/a = not available,,,,'),
      ...all('N', '* Data capture below 75%,,,,'),
    ],
  },
  {
    name: 'note with commas below, no quotes',
    columns: 4,
    lines: [
      'H Port,Year,Arrivals,Departures',
      ...rows(15, (i) => `${pick(districts, i)},${2000 + i},${measured(i, 10, 900)},${measured(i + 3, 10, 900)}`),
      ...blank,
      ...all('N', 'Source: Maritime statistics, published 4 March 2019, updated yearly'),
    ],
  },
  {
    name: 'preamble with commas, no quotes',
    columns: 4,
    lines: [
      ...all('P', 'Traffic counts for the county, all roads, 2010 to 2019'),
      ...all('P', 'Contact: transport office, room 12'),
      ...blank,
      'H Road,Start junction,End junction,Vehicles per day',
      ...rows(20, (i) => `A${100 + i},${pick(districts, i)},${pick(districts, i + 2)},${measured(i, 1000, 90000)}`),
    ],
  },
  {
    name: 'one long note above, header right below',
    columns: 8,
    lines: [
      ...all('P', 'This dataset holds the results of bathing water tests. Values are given per 100 ml.'),
      'H Site,Code,Date,E. coli,Enterococci,Temp,Weather,Remark',
      ...rows(
        20,
        (i) =>
          `${pick(districts, i)} beach,BW${i},${day(i)},${measured(i, 1, 900)},${measured(i + 2, 1, 400)},${measured(i + 4, 12, 22, 1)},${pick(['sunny', 'rain'], i)},`,
      ),
    ],
  },
  {
    name: 'units in a line of their own, in brackets',
    columns: 5,
    lines: [
      'H Time,Flow,Level,Temp,Flag',
      'H (h),(m3/s),(m),(degC),',
      ...rows(
        20,
        (i) =>
          `${i},${measured(i, 1, 90, 2)},${measured(i + 3, 0, 4, 2)},${measured(i + 6, 3, 20, 1)},${pick(['G', 'E'], i)}`,
      ),
    ],
  },
  {
    name: 'units without brackets, over numbers only',
    columns: 4,
    lines: [
      'H depth\tvelocity\tdensity\tporosity',
      'H m\tkm/s\tg/cm3\t%',
      ...rows(20, (i) => `${i}.5\t${measured(i, 1, 6, 3)}\t${measured(i + 3, 1, 3, 3)}\t${measured(i + 6, 10, 80, 1)}`),
    ],
  },
  {
    name: 'blank line between header and records',
    columns: 4,
    lines: [
      'H Plot,Species,Count,Height',
      ...blank,
      ...rows(20, (i) => `${i % 6},${pick(species, i)},${measured(i, 1, 30)},${measured(i + 3, 1, 30, 1)}`),
    ],
  },
  {
    name: 'blocks of records with blank lines between',
    columns: 4,
    lines: [
      'H Plot,Species,Count,Height',
      ...[0, 1, 2].flatMap((block) => [
        ...rows(
          6,
          (i) => `${block},${pick(species, i)},${measured(i + block * 6, 1, 30)},${measured(i + 3, 1, 30, 1)}`,
        ),
        ...(block < 2 ? blank : []),
      ]),
    ],
  },
  {
    name: 'title inside the first cell of a wide line, header below, first column without a name',
    columns: 5,
    lines: [
      ...all('P', 'Number of pupils by year group and district,,,,'),
      'H ,Year 7,Year 8,Year 9,Year 10',
      ...rows(9, (i) => `${districts[i]},${[1, 2, 3, 4].map((k) => measured(i * 4 + k, 100, 900)).join(',')}`),
      ...all('N', 'Source: school census,,,,'),
    ],
  },
  {
    name: 'small table: three records',
    columns: 3,
    names: ['Region', 'Male', 'Female'],
    lines: ['H Region,Male,Female', 'R North,120,130', 'R South,98,101', 'R West,87,80'],
  },
  {
    name: 'small table of texts with a title',
    columns: 3,
    lines: [
      ...all('P', 'Contacts,,'),
      'H Name,Office,Phone',
      'R Ann Lee,Room 1,01234 555111',
      'R Ben Fox,Room 2,01234 555112',
      'R Cat Orr,Room 7,01234 555119',
    ],
  },
  {
    name: 'twenty lines of notes above a small table',
    columns: 3,
    lines: [
      ...Array.from({ length: 20 }, (_, i) => `P Note ${i + 1}: figures are rounded, and may not sum.`),
      ...blank,
      'H Area,Households,Rate',
      ...rows(6, (i) => `${districts[i]},${measured(i, 100, 9999)},${measured(i + 9, 1, 9, 1)}`),
    ],
  },
  {
    name: 'key values above three columns, without a blank line',
    columns: 3,
    lines: [
      ...all('P', 'Instrument,FT-4'),
      ...all('P', 'Operator,K. Lee'),
      ...all('P', 'Date,2019-03-04'),
      'H Time,Force,Position',
      ...rows(30, (i) => `${(i / 10).toFixed(1)},${measured(i, 0, 90, 3)},${measured(i + 7, 0, 5, 3)}`),
    ],
  },
  {
    name: 'first column empty all over',
    columns: 4,
    lines: ['H ,Name,Start,Value', ...rows(20, (i) => `,${pick(districts, i)},${day(i)},${measured(i, 1, 99)}`)],
  },
  {
    name: 'notes below with their number in a cell of its own',
    columns: 4,
    lines: [
      'H Site,Species,Count,Weight',
      ...rows(
        15,
        (i) => `${pick(districts, i)},${pick(species, i)},${measured(i, 1, 90)},${measured(i + 3, 1, 30, 1)}`,
      ),
      ...all('B', ',,,'),
      ...all('N', '(1),Counts at dawn,,'),
      ...all('N', '(2),Weights in grams,,'),
    ],
  },
  {
    name: 'note of several lines in quotes below',
    columns: 4,
    lines: [
      'H Site,Species,Count,Weight',
      ...rows(
        15,
        (i) => `${pick(districts, i)},${pick(species, i)},${measured(i, 1, 90)},${measured(i + 3, 1, 30, 1)}`,
      ),
      ...blank,
      ...all('N', '"Notes: counts were made at dawn,\nby two observers,\nin good weather."'),
    ],
  },
  {
    name: 'sixty columns under a title',
    columns: 61,
    lines: [
      ...all('P', `Daily readings${','.repeat(60)}`),
      `H station,${Array.from({ length: 60 }, (_, k) => `d${k + 1}`).join(',')}`,
      ...rows(8, (i) => `ST${i},${Array.from({ length: 60 }, (_, k) => measured(i * 60 + k, 0, 30, 1)).join(',')}`),
    ],
  },
  {
    name: 'months as names',
    columns: 7,
    lines: [
      'H Series,Jan-19,Feb-19,Mar-19,Apr-19,May-19,Jun-19',
      ...rows(12, (i) => `CPI ${i},${[1, 2, 3, 4, 5, 6].map((k) => measured(i * 6 + k, 90, 120, 1)).join(',')}`),
    ],
  },
  {
    name: 'the columns are numbered below their names',
    columns: 5,
    lines: [
      'H Region,Population,Births,Deaths,Balance',
      'H 1,2,3,4,5',
      ...rows(
        15,
        (i) =>
          `${pick(districts, i)} ${i},${measured(i, 1e4, 1e6)},${measured(i + 3, 100, 9000)},${measured(i + 6, 100, 9000)},${measured(i + 9, -900, 900)}`,
      ),
    ],
  },
  {
    name: 'title and header in one sheet, empty columns between',
    columns: 5,
    lines: [
      ...all('P', 'Fuel prices,,,,'),
      ...all('B', ',,,,'),
      'H Week,,Petrol,,Diesel',
      ...rows(20, (i) => `${day(i * 7)},,${measured(i, 100, 150, 2)},,${measured(i + 4, 100, 160, 2)}`),
    ],
  },
  {
    name: 'names over three lines, units last',
    columns: 4,
    lines: [
      'H Sampling,Dissolved,Total,pH',
      'H date,oxygen,phosphorus,',
      'H ,(mg/l),(µg/l),(-)',
      ...rows(
        20,
        (i) => `${day(i * 30)},${measured(i, 2, 14, 1)},${measured(i + 3, 10, 200)},${measured(i + 6, 6, 9, 1)}`,
      ),
    ],
  },
  {
    name: 'flags beside values, dots for no value',
    columns: 5,
    lines: [
      ...all('P', 'Infant mortality, 2000 to 2003'),
      'H Country,2000,2001,2002,2003',
      ...rows(
        15,
        (i) =>
          `${pick(countries, i)} ${i},${[1, 2, 3, 4].map((k) => (i % 4 === k ? '..' : measured(i * 4 + k, 2, 90, 1))).join(',')}`,
      ),
      ...all('N', '.. = not available'),
    ],
  },
  {
    name: 'long names with units, texts below in the first column only',
    columns: 4,
    lines: [
      'H Local authority area,Total net additional dwellings per 1000,"Affordable homes, gross",Change on year before',
      ...rows(
        14,
        (i) =>
          `${pick(districts, i)} ${i},${measured(i, 1, 9, 1)},${measured(i + 4, 10, 900)},${measured(i + 8, -9, 9, 1)}%`,
      ),
    ],
  },
  {
    name: 'a title with as many commas as the table has',
    columns: 4,
    lines: [
      'P Traffic counts for all roads, 2010 to 2019, by month, revised',
      'H Road,Month,Cars,Lorries',
      ...rows(15, (i) => `A${100 + i},${(i % 12) + 1},${measured(i, 1000, 9000)},${measured(i + 3, 100, 900)}`),
    ],
  },
  {
    name: 'comments of which the last tells what is meant where nothing stands',
    columns: 2,
    lines: [
      'P # Ranges-2.1.txt',
      'P # Date: 2014-03-01, 10:00:00 GMT',
      'P #',
      'P # @missing: 0000..FFFF; Nothing',
      'B ',
      ...rows(
        20,
        (i) =>
          `${(4096 + i * 256).toString(16).toUpperCase()}..${(4351 + i * 256).toString(16).toUpperCase()}; ${pick(species, i)} ${i}`,
      ),
      'B ',
      'N # EOF',
    ],
  },
  {
    name: 'ranges with semicolons in cells between commas',
    columns: 3,
    names: ['Day', 'Low', 'High'],
    lines: [
      'H Day,Low,High',
      ...rows(
        25,
        (i) =>
          `${day(i)},${measured(i, 10, 20, 3)};${measured(i + 1, 20, 30, 2)};${measured(i + 2, 30, 40, 2)},${measured(i + 3, 100, 200, 6)};${measured(i + 4, 200, 300, 6)};${measured(i + 5, 300, 400, 6)}`,
      ),
    ],
  },
]
