import { cells, comma, day, districts, grouped, marked, measured, persons, pick, rows, type Layout } from './layout.ts'

/** Surveys, elections, schools, health, traffic, maps. */
export const moreSociety: Layout[] = [
  {
    name: 'land use: codes in capitals, classes over hectares, decimal commas, sum first',
    columns: 4,
    lines: [
      'H AGS;Gemeinde;Siedlung (ha);Wald (ha)',
      'R 08;Land insgesamt;512.345,1;1.371.886,0'.replace('512.345,1', '512345,1').replace('1.371.886,0', '1371886,0'),
      ...rows(
        12,
        (i) =>
          `08${111000 + i};${pick(['Aach', 'Böblingen', 'Celle'], i)};${comma(measured(i, 10, 900, 1))};${comma(measured(i + 5, 10, 3000, 1))}`,
      ),
    ],
  },
  {
    name: 'parliament: votes of members, names with commas in quotes, plain',
    columns: 4,
    lines: [
      'H Member,Constituency,Party,Vote',
      ...rows(
        14,
        (i) =>
          `"${pick(['Abbott', 'Brown', 'Clarke'], i)}, ${pick(['Jo', 'Max', 'Ann'], i)}",${pick(districts, i)},${pick(['Lab', 'Con'], i)},${i % 2 ? 'Aye' : 'No'}`,
      ),
    ],
  },
  {
    name: 'parliament: division told in lines above, names below',
    columns: 3,
    lines: [
      ...marked(`
P Division 122
P Date: 04/03/2019
P Title: Water Bill, Second Reading
P Ayes: 14
P Noes: 12
B
H Member,Party,Vote
`),
      ...rows(12, (i) => `${pick(persons, i)},${pick(['Labour', 'Conservative'], i)},${i % 2 ? 'Aye' : 'No'}`),
    ],
  },
  {
    name: 'fire service: calls by hour, stations as names, a line of codes below the names',
    columns: 5,
    lines: [
      ...marked(`
H Hour,Central,North,East,West
H ,ST01,ST02,ST03,ST04
`),
      ...rows(24, (i) => `${i},${cells(4, i, 0, 60)}`),
    ],
  },
  {
    name: 'accidents: dates apart in day, month, year, words with accents, plain',
    columns: 6,
    lines: [
      'H Año;Mes;Día;Provincia;Vía;Víctimas',
      ...rows(14, (i) => `2018;${(i % 12) + 1};${i + 1};${pick(['Ávila', 'Cádiz', 'León'], i)};A-${i};${i % 5}`),
    ],
  },
  {
    name: 'trees: inventory with a copyright line in front that ends in delimiters',
    columns: 5,
    lines: [
      ...marked(`
P © City of Easton - open data;;;;
H Baum-Nr.;Gattung;Höhe;Straße;Pflanzjahr
`),
      ...rows(
        14,
        (i) =>
          `${1000 + i};${pick(['Acer', 'Tilia', 'Quercus'], i)};${measured(i, 3, 30)};${pick(['Hauptstraße', 'Am Markt'], i)};${1950 + i}`,
      ),
    ],
  },
  {
    name: 'calendar of events: months as headings in the first column, day and place beside',
    columns: 4,
    lines: marked(`
H Month,Date,Event,Place
R January,04/01/2019,Market,Easton
R ,11/01/2019,Concert,Farley
R ,25/01/2019,Fair,Aldham
R February,01/02/2019,Market,Easton
R ,15/02/2019,Play,Borley
R ,,,
R March,01/03/2019,Market,Easton
`),
  },
  {
    name: 'library loans: header in capitals with underscores, ISBN in scientific form, tabs',
    columns: 4,
    lines: [
      'H ITEM_ID\tISBN\tTITLE\tLOANS',
      ...rows(12, (i) => `${1000 + i}\t9.78E+12\t${pick(['Bees', 'Rivers', 'Stars'], i)} ${i}\t${measured(i, 0, 90)}`),
    ],
  },
  {
    name: 'web report: comments in hashes, the period, days without a mark above the names',
    columns: 3,
    lines: [
      ...marked(`
P # ----------------------------------------
P # All Web Site Data
P # Pages
P # 20190101-20190131
P # ----------------------------------------
B
H Page,Pageviews,Bounce Rate
`),
      ...rows(12, (i) => `/page/${i},"${grouped(measured(i, 1000, 90000))}",${measured(i, 20, 80, 2)}%`),
      'N ,"512,345",51.02%',
    ],
  },
  {
    name: 'trends: category told, blank, week and a term with the country',
    columns: 3,
    lines: [
      ...marked(`
P Category: All categories
B
H Week,bicycle: (Germany),car: (Germany)
`),
      ...rows(20, (i) => `${day(i * 7)},${measured(i, 10, 100)},${i % 6 ? measured(i + 5, 2, 100) : '<1'}`),
    ],
  },
]
