import { cells, comma, day, districts, marked, measured, persons, pick, rows, two, type Layout } from './layout.ts'

/** Sheets of spreadsheets that were saved as text as they stood. */
export const sheets: Layout[] = [
  {
    name: 'sheet: title, blank, names, a blank line of delimiters, records',
    columns: 4,
    lines: [
      ...marked(`
P Staff by grade and department,,,
B ,,,
H Department,Grade,Headcount,FTE
B ,,,
`),
      ...rows(10, (i) => `${pick(districts, i)},G${(i % 5) + 1},${measured(i, 1, 90)},${measured(i, 1, 80, 1)}`),
    ],
  },
  {
    name: 'sheet: an empty column and two empty lines in front',
    columns: 4,
    lines: [
      ...marked(`
B ,,,
B ,,,
H ,Site,Opened,Visitors
`),
      ...rows(10, (i) => `,${pick(districts, i)},${day(i * 90)},${measured(i, 100, 9000)}`),
    ],
  },
  {
    name: 'sheet: title in the middle of its line, subtitle behind it',
    columns: 5,
    lines: [
      ...marked(`
P ,,Visitors to museums,,
P ,,2015 - 2018,,
B ,,,,
H Museum,2015,2016,2017,2018
`),
      ...rows(9, (i) => `${pick(['Castle', 'Gallery', 'Mill', 'Mine'], i)},${cells(4, i, 100, 90000)}`),
    ],
  },
  {
    name: 'sheet: a note beside the first records, out of the table',
    lines: [
      ...marked(`
H Region,Men,Women,,
R North,120,130,,Figures are provisional.
R South,98,101,,They exclude visitors.
R East,77,81,,
R West,54,60,,
R Isles,12,14,,
R Centre,31,30,,
R Coast,45,47,,
`),
    ],
  },
  {
    name: 'sheet: the sum right below the names, then the records',
    columns: 4,
    lines: [
      ...marked(`
H Area,2016,2017,2018
R Total,512,530,551
`),
      ...rows(9, (i) => `${districts[i]},${cells(3, i, 10, 90)}`),
    ],
  },
  {
    name: 'sheet: two tables of other widths, the larger below',
    columns: 5,
    lines: [
      ...marked(`
O Summary,,,,
O Kind,Count,,,
O open,12,,,
O closed,7,,,
B ,,,,
P Details,,,,
H Ticket,Opened,Closed,Owner,Hours
`),
      ...rows(
        15,
        (i) => `T-${100 + i},${day(i)},${i % 3 ? day(i + 4) : ''},${pick(persons, i)},${measured(i, 1, 40, 1)}`,
      ),
    ],
  },
  {
    name: 'sheet: three tables of one form with their titles, a blank line between',
    columns: 3,
    lines: [
      ...marked(`
P North,,
H Month,Income,Cost
`),
      ...rows(
        6,
        (i) =>
          `${pick(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'], i)},${measured(i, 100, 900)},${measured(i + 9, 100, 900)}`,
      ),
      ...marked(`
B ,,
O South,,
O Month,Income,Cost
O Jan,120,110
O Feb,130,112
O Mar,118,109
O Apr,140,125
O May,133,120
O Jun,150,131
`),
    ],
  },
  {
    name: 'sheet: names in two lines, units in brackets, a blank line below',
    columns: 4,
    lines: [
      ...marked(`
H Reach,Length,Width,Slope
H ,(km),(m),(%)
B ,,,
`),
      ...rows(10, (i) => `R${i + 1},${measured(i, 1, 20, 1)},${measured(i, 2, 60, 1)},${measured(i, 0, 3, 2)}`),
    ],
  },
  {
    name: 'sheet: years across, first name a word, notes with stars right below',
    columns: 5,
    lines: [
      ...marked(`
H Crop,2015,2016,2017,2018*
`),
      ...rows(
        8,
        (i) =>
          `${pick(['Wheat', 'Barley', 'Oats', 'Rye', 'Maize', 'Peas', 'Beans', 'Flax'], i)},${cells(4, i, 10, 900, 1)}`,
      ),
      'N * estimated,,,,',
    ],
  },
  {
    name: 'sheet: months across, years down, the mean of each in the last column and line',
    columns: 6,
    lines: [
      'H Year,Jan,Apr,Jul,Oct,Mean',
      ...rows(12, (i) => `${2005 + i},${cells(5, i, 1, 20, 1)}`),
      'N Mean,9.9,10.1,10.4,9.8,10.1',
    ],
  },
  {
    name: 'sheet: crosses for what applies, names of tasks, title with a date',
    columns: 5,
    lines: [
      ...marked(`
P Checklist 04/03/2019
H Task,Mon,Tue,Wed,Thu
R Open gate,x,x,x,x
R Water plants,x,,x,
R Feed birds,,x,,x
R Sweep yard,x,,,
R Lock gate,x,x,x,x
`),
    ],
  },
  {
    name: 'sheet: indicators with section lines, when updated in the last line',
    columns: 4,
    lines: marked(`
H Indicator,Target,Actual,Status
R Health,,,
R Waiting under 4 h (%),95,91.2,red
R Ambulances in time (%),75,77.1,green
R Roads,,,
R Potholes mended (%),90,88.0,amber
R Signs replaced,120,131,green
R Schools,,,
R Places filled (%),97,96.5,amber
B ,,,
N Updated: 4 March 2019,,,
`),
  },
  {
    name: 'sheet: form as pairs of words and values, nothing else',
    columns: 2,
    lines: marked(`
R Name,Berta Lund
R Date of birth,1990-04-12
R Street,Mill Lane 3
R Town,Easton
R Telephone,01234 567890
R Member since,2015
`),
  },
  {
    name: 'sheet: told separator, title, names',
    columns: 3,
    lines: [
      ...marked(`
P sep=;
P Umsätze je Kunde
B
H Kunde;Ort;Umsatz
`),
      ...rows(10, (i) => `Kunde ${i};${pick(districts, i)};${comma(measured(i, 10, 900, 2))}`),
    ],
  },
  {
    name: 'sheet: end of report told by a word',
    columns: 4,
    lines: [
      'H Order,Customer,Date,Net',
      ...rows(12, (i) => `${5000 + i},${pick(persons, i)},${day(i)},${measured(i, 10, 900, 2)}`),
      'N END OF REPORT',
    ],
  },
  {
    name: 'sheet: merged cells down, groups named once, sums of groups',
    columns: 4,
    lines: marked(`
H Region,District,Schools,Pupils
R North,Aldham,12,4012
R ,Borley,9,2877
R ,Total,21,6889
R South,Castle Hill,15,5120
R ,Denmead,7,1802
R ,Total,22,6922
N Grand total,,43,13811
`),
  },
  {
    name: 'sheet: page breaks, page number and names again',
    columns: 3,
    lines: [
      ...marked(`
P Inventory,,Page 1 of 2
H Item,Shelf,Count
`),
      ...rows(12, (i) => `Item ${i},S${i % 4},${measured(i, 1, 90)}`),
      ...marked(`
R Inventory,,Page 2 of 2
R Item,Shelf,Count
`),
      ...rows(12, (i) => `Item ${i + 12},S${i % 4},${measured(i + 30, 1, 90)}`),
    ],
  },
  {
    name: 'sheet: two lines of title with totals in cells at their right end',
    columns: 5,
    lines: [
      ...marked(`
P Grants awarded,,,Total:,12345.67
P Year 2018,,,Count:,10
B ,,,,
H Ref,Recipient,Purpose,Date,Amount
`),
      ...rows(
        10,
        (i) =>
          `G${i},${pick(persons, i)},${pick(['Equipment', 'Travel'], i)},${day(i * 20)},${measured(i, 100, 3000, 2)}`,
      ),
    ],
  },
  {
    name: 'sheet: totals in the middle as names of a group, empty last columns',
    columns: 4,
    lines: [
      'H Code,Name,Amount 2017,Amount 2018,,,',
      ...rows(10, (i) => `${two(i)},${pick(districts, i)},${measured(i, 10, 900)},${measured(i + 5, 10, 900)},,,`),
      'N ,Total,4512,4710,,,',
    ],
  },
  {
    name: 'sheet: each line in one pair of quotes, commas inside',
    columns: 3,
    names: ['id', 'name', 'value'],
    lines: ['H "id,name,value"', ...rows(10, (i) => `"${i + 1},${pick(districts, i)},${measured(i, 1, 99, 1)}"`)],
  },
  {
    name: 'sheet: each line in one pair of quotes, texts inside in doubled quotes',
    columns: 3,
    names: ['id', 'name', 'value'],
    lines: [
      'H "id,""name"",value"',
      ...rows(10, (i) => `"${i + 1},""${pick(districts, i)}, upper"",${measured(i, 1, 99, 1)}"`),
    ],
  },
  {
    name: 'sheet: numbers with blanks for thousands, title and unit in brackets below it',
    columns: 4,
    lines: [
      ...marked(`
P Population of communes
P (au 1er janvier)
H Commune;2016;2017;2018
`),
      ...rows(
        10,
        (i) =>
          `${pick(['Aixe', 'Bor', 'Cahors', 'Dax'], i)};${measured(i, 1, 99)} ${measured(i, 100, 999)};${measured(i + 3, 1, 99)} ${measured(i, 100, 999)};${measured(i + 7, 1, 99)} ${measured(i, 100, 999)}`,
      ),
    ],
  },
  {
    name: 'sheet: names upright over two lines in quotes, the first column for remarks',
    columns: 4,
    lines: [
      'H Remarks,"Depth',
      'H below ground","Water',
      'H level",Date',
      ...rows(12, (i) => `${i % 4 ? '' : 'pumped'},${measured(i, 1, 30, 1)},${measured(i, 1, 30, 2)},${day(i * 30)}`),
    ],
  },
  {
    name: 'sheet: wide title over many columns, three records',
    columns: 10,
    lines: [
      ...marked(`
P Results of the test on 4 March,,,,,,,,,
H Run,A,B,C,D,E,F,G,H,Mean
`),
      ...rows(3, (i) => `${i + 1},${cells(9, i, 1, 9, 2)}`),
    ],
  },
  {
    name: 'sheet: contact and version at the right of the title line',
    columns: 6,
    lines: [
      ...marked(`
P Register of assets,,,,Version 3,contact: assets@example.org
H Asset,Type,Bought,Price,Place,Owner
`),
      ...rows(
        12,
        (i) =>
          `A${100 + i},${pick(['Desk', 'Chair', 'Lamp'], i)},${day(i * 50)},${measured(i, 10, 900, 2)},${pick(districts, i)},${pick(persons, i)}`,
      ),
    ],
  },
  {
    name: 'sheet: numbered notes below, each with its number in front',
    columns: 4,
    lines: [
      'H Ward,Households,Persons,Mean size',
      ...rows(
        9,
        (i) => `${districts[i]},${measured(i, 100, 3000)},${measured(i + 5, 300, 9000)},${measured(i, 2, 3, 2)}`,
      ),
      ...marked(`
B ,,,
N 1,Households with at least one usual resident.,,
N 2,"Persons in communal establishments are excluded, see the guide.",,
N 3,Rounded.,,
`),
    ],
  },
]
