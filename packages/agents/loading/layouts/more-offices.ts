import {
  cells,
  comma,
  countries,
  day,
  districts,
  grouped,
  marked,
  measured,
  pick,
  rows,
  two,
  type Layout,
} from './layout.ts'

/** Tables of statistics offices, as their databases and their publications write them. */
export const moreOffices: Layout[] = [
  {
    name: 'office: Brazilian table, years over units, source and legend of signs below',
    columns: 3,
    lines: [
      ...marked(`
P "Tabela 6579 - População residente estimada"
P "Variável - População residente estimada (Pessoas)"
H "Município";"Ano";""
H "";"2019";"2020"
`),
      ...rows(
        18,
        (i) =>
          `"${pick(['Abadia', 'Água Boa', 'Belém', 'Campo Grande'], i)} ${i}";"${measured(i, 1e3, 9e5)}";"${i === 7 ? '...' : measured(i + 50, 1e3, 9e5)}"`,
      ),
      ...marked(`
N "Fonte: IBGE - Estimativas de População"
B
N "Notas"
N "1 - Data de referência: 1º de julho."
B
N "Legenda"
N "Símbolo";"Significado"
N "-";"Zero absoluto, não resultante de um cálculo"
N "...";"Valor não disponível"
`),
    ],
  },
  {
    name: 'office: Mexican sheet, titles and period, header of two lines with a blank line below',
    columns: 5,
    lines: [
      ...marked(`
P Instituto de Estadística,,,,
P Ocupación y empleo,,,,
P Primer trimestre de 2019,,,,
B ,,,,
H Entidad,Población total,,Población ocupada,
H ,Hombres,Mujeres,Hombres,Mujeres
B ,,,,
`),
      ...rows(
        12,
        (i) =>
          `${pick(['Aguascalientes', 'Baja California', 'Campeche', 'Durango'], i)},"${grouped(measured(i, 1e5, 9e6))}","${grouped(measured(i + 9, 1e5, 9e6))}","${grouped(measured(i + 18, 1e5, 9e5))}","${grouped(measured(i + 27, 1e5, 9e5))}"`,
      ),
      ...marked(`
B ,,,,
N Nota: La suma puede no coincidir por redondeo.,,,,
N Fuente: Encuesta Nacional.,,,,
`),
    ],
  },
  {
    name: 'office: census builder, options and counts above, terms and rights below',
    columns: 5,
    lines: [
      ...marked(`
P "Demo: Sex by Age by Locality"
P "Summation Options:"
P "Filters:"
B
P "Counting: Individual"
B
H "Sex","Total","Male","Female","Unknown"
H "Locality",,,,
`),
      ...rows(14, (i) => `"${pick(districts, i)} ${i}",${cells(3, i, 100, 9e4)},0`),
      ...marked(`
N "Total",654321,321000,333321,0
B
N "(c) Copyright: census results 2011"
N "INFO","SuperWEB - builder"
`),
    ],
  },
  {
    name: 'office: accessible spreadsheet, four lines about the worksheet, notes in names',
    columns: 5,
    lines: [
      ...marked(`
P "Table 1: Offences recorded, by police area, year ending March 2020 [note 1]",,,,
P "This worksheet contains one table. Some cells refer to notes which can be found on the Notes worksheet.",,,,
P "Some shorthand is used in this table, [x] = not available.",,,,
P Source: Office for Numbers,,,,
H Area code,Area name,"Total offences
H [note 2]","Rate per 1,000",Change (%)
`),
      ...rows(
        15,
        (i) =>
          `E2300000${i % 9},${pick(districts, i)},${measured(i, 1e3, 9e4)},${measured(i + 5, 20, 120, 1)},${i % 5 === 2 ? '[x]' : measured(i + 9, -20, 20)}`,
      ),
    ],
  },
  {
    name: 'office: health observatory, measures over sexes, first names below',
    columns: 5,
    lines: [
      ...marked(`
H ,,"Life expectancy at birth (years)","Life expectancy at birth (years)","Life expectancy at birth (years)"
H Country,Year," Both sexes"," Male"," Female"
`),
      ...rows(20, (i) => `${pick(countries, i)},${2000 + (i % 10)},${cells(3, i, 50, 85, 1)}`),
    ],
  },
  {
    name: 'office: bilingual names in two lines, district tables',
    columns: 4,
    lines: [
      ...marked(`
P 表 1：按地區劃分的人口,,,
P Table 1 : Population by district,,,
B ,,,
H 地區,男,女,合計
H District,Male,Female,Total
`),
      ...rows(
        10,
        (i) =>
          `${pick(['中西區 Central', '灣仔 Wan Chai', '東區 Eastern', '南區 Southern'], i)},${cells(3, i, 1e4, 6e5)}`,
      ),
    ],
  },
  {
    name: 'office: Japanese survey, words with values, header of codes and words',
    columns: 6,
    lines: [
      ...marked(`
P 統計名：,国勢調査
P 表番号：,00110
P 表題：,男女別人口及び世帯数
P 実施年月：,2015年,
B
H area_code,地域,人口総数,男,女,世帯数
`),
      ...rows(
        14,
        (i) => `${two(i + 1)}000,${pick(['北海道', '青森県', '岩手県', '宮城県'], i)},${cells(4, i, 1e4, 5e6)}`,
      ),
    ],
  },
  {
    name: 'office: bands of age with all ages first, footnote marks, notes in brackets',
    columns: 4,
    lines: marked(`
P Persons by age(a) and sex, June 2019
H Age group (years),Males,Females,Persons
R 0-4,812.1,768.4,1580.5
R 5-9,836.9,791.9,1628.8
R 10-14,799.7,757.1,1556.8
R 15-19(b),762.0,722.9,1484.9
R 20-24,876.2,835.4,1711.6
R 85 and over,195.4,318.6,514.0
N (a) At 30 June.
N (b) Includes "not stated".
N Source: Bureau of Statistics, Cat. no. 3101.0
`),
  },
  {
    name: 'office: Indian report, unit in brackets, numbered columns below the names',
    columns: 5,
    lines: [
      ...marked(`
P "Table 2.1: State-wise receipts, 2018-19",,,,
P ,,,,(Rs. in crore)
H Sl. No.,State,Own tax,Own non-tax,Total
H (1),(2),(3),(4),(5)
`),
      ...rows(
        14,
        (i) => `${i + 1},${pick(['Andhra Pradesh', 'Assam', 'Bihar', 'Goa'], i)},${cells(3, i, 1000, 90000)}`,
      ),
      ...marked(`
N * Provisional figures,,,,
N Source: Finance accounts,,,,
`),
    ],
  },
  {
    name: 'office: years as names behind a word, semicolons',
    columns: 6,
    lines: [
      'H Land;2010;2011;2012;2013;2014',
      ...rows(
        9,
        (i) =>
          `${pick(['Bayern', 'Bremen', 'Hessen', 'Saarland'], i)};${Array.from({ length: 5 }, (_, k) => comma(measured(i * 5 + k, 1, 99, 1))).join(';')}`,
      ),
    ],
  },
  {
    name: 'office: years alone as names over counts, no first name, small',
    columns: 5,
    lines: marked(`
H ;2015;2016;2017;2018
R Geburten;737575;792141;784901;787523
R Sterbefälle;925200;910902;932272;954874
R Saldo;-187625;-118761;-147371;-167351
`),
  },
  {
    name: 'office: measures in lines, years over them, told in a title',
    columns: 5,
    lines: marked(`
P Key figures of the municipality
H Year,2015,2016,2017,2018
R Population,12345,12401,12498,12577
R Births,120,131,118,125
R Deaths,140,133,151,129
R Dwellings,5102,5160,5199,5230
R Unemployed (%),5.1,4.9,4.4,4.2
`),
  },
  {
    name: 'office: months in lines, years as names, the mean of the year last',
    columns: 5,
    lines: marked(`
P "Arrivals of tourists, thousands"
B
H Month,2016,2017,2018,2019
R January,101,110,115,120
R February,98,104,111,117
R March,130,141,149,150
R April,155,160,171,180
R May,201,215,222,230
R June,260,270,288,299
R July,310,333,341,350
R August,320,340,352,361
R September,240,251,262,270
R October,180,188,191,199
R November,120,126,131,139
R December,140,149,155,160
N Total,2255,2387,2488,2575
`),
  },
  {
    name: 'office: structured flags, observations with attributes, plain',
    columns: 8,
    lines: [
      'H DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG',
      ...rows(
        18,
        (i) =>
          `ESTAT:TIPSUN20(1.0),08/04/21 23:00:00,A,PC_ACT,${pick(['AT', 'BE', 'BG'], i)},${2003 + i},${measured(i, 3, 12, 1)},${i % 6 ? '' : 'b'}`,
      ),
    ],
  },
  {
    name: 'office: topics and characteristics with a flag column behind each sex, notes below',
    columns: 7,
    lines: [
      'H Topic,Characteristics,Note,Total,Flag_Total,Male,Flag_Male',
      ...rows(
        16,
        (i) =>
          `Population and dwelling counts,"${pick(['Population in 2011', 'Total private dwellings', 'Land area (square km)'], i)}",${i % 4 ? '' : i + 1},${measured(i, 100, 99999)},,${i % 3 ? measured(i + 40, 100, 9999) : ''},${i % 3 ? '' : '...'}`,
      ),
      ...marked(`
B
N Note: 
N 1,"The population is rounded to base 5, except where noted."
N 5,Land area is provided for reference.
B
N Symbol: ... not applicable
N "Source: Census Profile, 2011."
`),
    ],
  },
  {
    name: 'office: dates of quarters as names over indices, base told above',
    columns: 6,
    lines: [
      ...marked(`
P House price index
P 2010 = 100
H ,Q1 2018,Q2 2018,Q3 2018,Q4 2018,Q1 2019
`),
      ...rows(8, (i) => `${pick(countries, i)},${cells(5, i, 90, 150, 2)}`),
    ],
  },
  {
    name: 'office: weekly deaths, dates in a second line of names',
    columns: 6,
    lines: [
      ...marked(`
P "Deaths registered by week, 2020",,,,,
B ,,,,,
H Week number,1,2,3,4,5
H Week ended,03-Jan-20,10-Jan-20,17-Jan-20,24-Jan-20,31-Jan-20
`),
      ...rows(
        10,
        (i) =>
          `${pick(['Persons', 'Males', 'Females', 'Under 1 year', '01-14', '15-44'], i)} ${i},"${grouped(measured(i, 1000, 14000))}",${cells(4, i, 100, 999)}`,
      ),
      'N 1 This week includes a bank holiday.,,,,,',
    ],
  },
  {
    name: 'office: list of dates of publications, no numbers, title above',
    columns: 3,
    lines: [
      ...marked(`
P Release calendar,,
B ,,
H Date,Publication,Department
`),
      ...rows(
        9,
        (i) =>
          `${day(i * 9)},${pick(['Labour market', 'Consumer prices', 'Trade in goods'], i)},${pick(['Economy', 'Society'], i)}`,
      ),
    ],
  },
]
