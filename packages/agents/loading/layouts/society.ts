import {
  cells,
  countries,
  districts,
  grouped,
  marked,
  measured,
  persons,
  pick,
  rows,
  two,
  type Layout,
} from './layout.ts'

/** Surveys, elections, schools, health, traffic, maps. */
export const society: Layout[] = [
  {
    name: 'survey: questions over their answers in a second line, gaps in both',
    columns: 7,
    lines: [
      ...marked(`
H Respondent ID,Collector ID,Start Date,How often do you ride?,Which of these do you own?,,
H ,,,Response,Bicycle,Car,None of the above
`),
      ...rows(
        12,
        (i) =>
          `${measured(i, 1e9, 9e9)},123456,03/${two(i + 1)}/2019,${pick(['Daily', 'Weekly', 'Never'], i)},${i % 2 ? 'Bicycle' : ''},${i % 3 ? 'Car' : ''},${i % 6 ? '' : 'None of the above'}`,
      ),
    ],
  },
  {
    name: 'survey: groups and questions joined by hyphens, quoted',
    columns: 5,
    lines: [
      'H "SubmissionDate","data-location-village","data-household-size","data-water-source","KEY"',
      ...rows(
        12,
        (i) =>
          `"Mar ${i + 1}, 2019 10:11:12 AM","${pick(districts, i)}","${measured(i, 1, 12)}","${pick(['well', 'river', 'tap'], i)}","uuid:${measured(i, 1e7, 9e7)}-1111-4222-8333-${measured(i, 1e11, 9e11)}"`,
      ),
    ],
  },
  {
    name: 'survey: form answers, names that are sentences with line breaks',
    columns: 4,
    lines: [
      ...marked(`
H Timestamp,What is your name?,"How satisfied are you?
H (1 = not at all, 5 = very)","Anything else, that you want to tell us?"
`),
      ...rows(9, (i) => `3/${i + 1}/2019 10:11:12,${pick(persons, i)},${(i % 5) + 1},${i % 3 ? '' : '"No, thanks"'}`),
    ],
  },
  {
    name: 'survey: weights, the wording of each question below its name',
    columns: 5,
    lines: [
      ...marked(`
H caseid,weight,q1,q2,q3
H Case identifier,Survey weight,How is the economy?,How old are you?,Which region do you live in?
`),
      ...rows(
        20,
        (i) =>
          `${i + 1},${measured(i, 0.5, 2, 4)},${(i % 4) + 1},${measured(i, 18, 90)},${pick(['North', 'South'], i)}`,
      ),
    ],
  },
  {
    name: 'course: marks of a quiz, the mean of all at the end',
    columns: 5,
    lines: [
      'H Surname,"First name",State,"Grade/10.00","Q. 1 /5.00"',
      ...rows(
        12,
        (i) =>
          `${pick(persons, i).split(' ')[1] ?? ''},${pick(persons, i).split(' ')[0] ?? ''},Finished,${measured(i, 3, 10, 2)},${measured(i, 1, 5, 2)}`,
      ),
      'N "Overall average",,,6.45,3.12',
    ],
  },
  {
    name: 'election: federal result, who publishes, three lines of names, groups of votes over periods',
    columns: 9,
    lines: [
      ...marked(`
P # Bundeswahlleiter, Endgültiges Ergebnis nach Wahlkreisen
P # 
P # Alle Angaben in Anzahl
B
H Nr;Gebiet;gehört zu;Wahlberechtigte;;Wähler;;Partei A;
H ;;;Erststimmen;;Erststimmen;;Erststimmen;
H ;;;Endgültig;Vorperiode;Endgültig;Vorperiode;Endgültig;Vorperiode
`),
      ...rows(
        14,
        (i) => `${i + 1};${pick(['Flensburg', 'Plön', 'Kiel'], i)} ${i};1;${cells(6, i, 10000, 230000, 0, ';')}`,
      ),
    ],
  },
  {
    name: 'election: statement of votes, candidates with line breaks and parties, total at the end',
    columns: 5,
    lines: [
      ...marked(`
P STATEMENT OF VOTES CAST
P "GENERAL ELECTION, NOVEMBER 6, 2018"
B
H Precinct,Registered Voters,"JANE DOE
H (DEM)","JOHN ROE
H (REP)",Write-in
`),
      ...rows(
        15,
        (i) =>
          `PCT ${100 + i},${measured(i, 500, 3000)},${measured(i + 3, 100, 900)},${measured(i + 6, 100, 900)},${measured(i, 0, 9)}`,
      ),
      'N TOTAL,26123,7712,7401,61',
    ],
  },
  {
    name: 'election: Australian first preferences, event and phase told in a line with brackets',
    columns: 6,
    lines: [
      ...marked(`
P 2019 Federal Election First Preferences By Party [Event:24310 Phase:FinalResults Generated:2019-06-20T14:36:27 Cycle:abc Created:2019-06-20T14:26:24 Library:1.2.3]
H StateAb,PartyAb,PartyNm,OrdinaryVotes,PostalVotes,TotalVotes
`),
      ...rows(
        14,
        (i) =>
          `${pick(['NSW', 'VIC', 'QLD'], i)},${pick(['ALP', 'LP', 'GRN'], i)},${pick(['Labor', 'Liberal', 'Greens'], i)},${cells(3, i, 1000, 90000)}`,
      ),
    ],
  },
  {
    name: 'election: turnout in percent, county sums as a last record called State Total',
    columns: 4,
    lines: [
      'H County,Registered,Ballots Cast,Turnout',
      ...rows(
        12,
        (i) =>
          `${pick(districts, i)},"${grouped(measured(i, 1000, 90000))}","${grouped(measured(i, 1000, 60000))}",${measured(i, 40, 80, 2)}%`,
      ),
      'N State Total,"512,001","310,220",60.59%',
    ],
  },
  {
    name: 'election: seats by party, tiny',
    columns: 3,
    lines: marked(`
H Party,Seats,Share
R Labour,202,32.1%
R Conservative,365,43.6%
R Other,83,24.3%
`),
  },
  {
    name: 'timetable: stops over trips, days of service in a second line',
    columns: 5,
    lines: [
      ...marked(`
P Route 5 Easton - Farley
P "Monday to Friday, valid from 1 April 2019"
B
H Trip no.,101,103,105,107
H Notes,MF,MF,Sch,MF
`),
      ...rows(
        9,
        (i) =>
          `${pick(districts, i)},06:${two(i * 4)},07:${two(i * 4)},08:${two(i * 4 + 5)},${i === 3 ? '|' : `09:${two(i * 4)}`}`,
      ),
    ],
  },
  {
    name: 'traffic: site as pairs, lanes as names, sum of the day below the hours',
    columns: 4,
    lines: [
      ...marked(`
P Site Name:,Mill Road,,
P Site ID:,0012,,
P Grid:,512345,212345,
P Description:,"Northbound, two lanes",,
B ,,,
H Time,Lane 1,Lane 2,Total
`),
      ...rows(
        24,
        (i) => `${two(i)}:00,${measured(i, 1, 400)},${measured(i + 30, 1, 400)},${measured(i + 60, 400, 800)}`,
      ),
      'N 24h total,5012,4871,9883',
    ],
  },
  {
    name: 'traffic: turning counts, roads over turns over vehicles, shares below',
    columns: 7,
    lines: [
      ...marked(`
H Start,Mill Rd,,,High St,,
H ,Southbound,,,Westbound,,
H Time,Left,Thru,Right,Left,Thru,Right
`),
      ...rows(16, (i) => `${two(7 + Math.floor(i / 4))}:${two((i % 4) * 15)},${cells(6, i, 0, 90)}`),
      ...marked(`
N Grand Total,512,801,300,411,702,298
N Apprch %,31.7,49.7,18.6,29.1,49.8,21.1
`),
    ],
  },
  {
    name: 'map: attribute table with a star in a name, a blank behind commas',
    columns: 6,
    lines: [
      'H FID,Shape *,OBJECTID,NAME,Shape_Leng,Shape_Area',
      ...rows(
        12,
        (i) => `${i},Polygon,${i + 1},${pick(districts, i)},${measured(i, 100, 9000, 6)},${measured(i, 1e4, 1e7, 6)}`,
      ),
    ],
  },
  {
    name: 'map: outlines in quotes, coordinates with commas',
    columns: 3,
    names: ['WKT', 'id', 'name'],
    lines: [
      'H WKT,id,name',
      ...rows(
        8,
        (i) =>
          `"POLYGON ((${measured(i, 8, 12, 3)} 50.1,${measured(i + 1, 8, 12, 3)} 50.2,9.1 50.3,${measured(i, 8, 12, 3)} 50.1))",${i + 1},${pick(districts, i)}`,
      ),
    ],
  },
  {
    name: 'map: points of interest without names, bars',
    columns: 5,
    lines: rows(
      14,
      (i) =>
        `${measured(i, 1e6, 9e6)}|amenity|${pick(['cafe', 'school', 'pharmacy'], i)}|${pick(districts, i)}|${measured(i, 48, 54, 5)}`,
    ),
  },
  {
    name: 'health: confidence limits in a second line, rates by area, notes of signs',
    columns: 5,
    lines: [
      ...marked(`
P "Table 4a: Age-standardised mortality per 100,000, 2016-18"
B
H Area,Deaths,Rate,95% CI,
H ,,,Lower,Upper
`),
      ...rows(
        12,
        (i) =>
          `${pick(districts, i)} ${i},${measured(i, 10, 300)},${measured(i, 90, 130, 1)},${measured(i, 70, 89, 1)},${measured(i, 131, 160, 1)}`,
      ),
      ...marked(`
B
N "~ Numbers below 5 are suppressed."
N "Source: registry, extracted 4 March 2019"
`),
    ],
  },
  {
    name: 'health: counts by day across, days of American form as names',
    columns: 8,
    lines: [
      'H Province/State,Country/Region,Lat,Long,1/22/20,1/23/20,1/24/20,1/25/20',
      ...rows(
        12,
        (i) =>
          `${i % 3 ? '' : 'North'},${pick(countries, i)},${measured(i, -60, 60, 4)},${measured(i, -170, 170, 4)},${cells(4, i, 0, 900)}`,
      ),
    ],
  },
  {
    name: 'health: title, summary and contact as pairs behind an empty column, names, England first, then a gap',
    columns: 5,
    lines: [
      ...marked(`
P ,Title:,Waiting Times,,
P ,Summary:,"Number of patients waiting, by provider",,
P ,Period:,March 2019,,
P ,Contact:,waits@example.org,,
B ,,,,
P ,Provider Level Data,,,
B ,,,,
H ,Code,Provider,Waiting,Over 6 weeks
R ,-,England,120345,3021
R ,,,,
`),
      ...rows(12, (i) => `,R${two(i)},${pick(districts, i)} Hospital,${measured(i, 100, 9000)},${measured(i, 0, 300)}`),
    ],
  },
  {
    name: 'schools: rank and name, key of signs in the last line',
    columns: 4,
    lines: [
      'H Rank,School,Points,Places',
      ...rows(
        12,
        (i) =>
          `${i + 1}${i === 3 ? '=' : ''},${pick(districts, i)} School,${i === 8 ? 'x' : measured(i, 300, 500)},${measured(i, 20, 90)}`,
      ),
      ...marked(`
B
N x = withheld
`),
    ],
  },
  {
    name: 'league table, one letter names',
    columns: 9,
    lines: [
      'H Pos,Team,P,W,D,L,F,A,Pts',
      ...rows(8, (i) => `${i + 1},${pick(districts, i)} Town,${cells(7, i, 0, 40)}`),
    ],
  },
  {
    name: 'results: groups as headings, names again in each group',
    columns: 4,
    lines: [
      ...marked(`
P Open championship 2019
P Group A
H Rank,Name,Club,Time
`),
      ...rows(6, (i) => `${i + 1},${pick(persons, i)},${pick(districts, i)},0:${31 + i}:${two(i * 7)}`),
      ...marked(`
O Group B
O Rank,Name,Club,Time
`),
      ...rows(6, (i) => `${i + 1},${pick(persons, i + 2)},${pick(districts, i)},0:${35 + i}:${two(i * 6)}`).map(
        (line) => `O${line.slice(1)}`,
      ),
    ],
  },
  {
    name: 'crime: outcome by force, percent in brackets below the names',
    columns: 5,
    lines: [
      ...marked(`
H Force,Charged,Cautioned,No suspect,Total
H ,(%),(%),(%),(n)
`),
      ...rows(
        10,
        (i) =>
          `${pick(districts, i)},${measured(i, 5, 20, 1)},${measured(i, 1, 5, 1)},${measured(i, 30, 50, 1)},${measured(i, 900, 9000)}`,
      ),
    ],
  },
  {
    name: 'housing: long format with notes in a column, a source line in front of the names',
    columns: 5,
    lines: [
      ...marked(`
P Source: Ministry of Housing - downloaded 04/03/2019
H area,period,measure,value,note
`),
      ...rows(
        15,
        (i) =>
          `${pick(districts, i)},2018-19,completions,${i === 4 ? '..' : measured(i, 0, 300)},${i === 4 ? 'not available' : ''}`,
      ),
    ],
  },
]
