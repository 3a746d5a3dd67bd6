import { cells, countries, marked, measured, pick, rows, two, type Layout } from './layout.ts'

/** Tables of statistics offices, as their databases and their publications write them. */
export const offices: Layout[] = [
  {
    name: 'office: european table of two regions, commas in the first name',
    columns: 4,
    lines: marked(`
H freq,unit,geo\\TIME_PERIOD\t2018 \t2019 \t2020
R A,PC,AT\t4.9 \t4.5 \t5.4
R A,PC,BE\t6.0 \t5.4 \t5.6 b
`),
  },
  {
    name: 'office: european table of one line and one year',
    columns: 2,
    lines: marked(`
H freq,unit,geo\\TIME_PERIOD\t2019 
R A,PC,AT\t4.5 
`),
  },
  {
    name: 'office: european table of one line, colons for no value',
    columns: 5,
    lines: marked(`
H indic_de,sex,age,geo\\time\t2016\t2017\t2018\t2019
R MEDAGEPOP,T,TOTAL,LU\t39.3 \t: \t39.5 e\t39.6 
R MEDAGEPOP,T,TOTAL,MT\t41.3 \t40.9 \t40.1 \t: 
R MEDAGEPOP,T,TOTAL,NL\t42.4 \t42.6 \t42.7 \t42.8 
`),
  },
  {
    name: 'office: notes of countries with line breaks in quotes',
    columns: 5,
    names: ['Country Code', 'Region', 'IncomeGroup', 'SpecialNotes', 'TableName'],
    lines: marked(`
H "Country Code","Region","IncomeGroup","SpecialNotes","TableName",
R "ABW","Latin America & Caribbean","High income","","Aruba",
R "AFG","South Asia","Low income","The reporting period is fiscal year.
R Data are for Iranian years.","Afghanistan",
R "AGO","Sub-Saharan Africa","Lower middle income","","Angola",
R "ALB","Europe & Central Asia","Upper middle income","","Albania",
R "ARB","","","Aggregate of a league.","Arab World",
`),
  },
  {
    name: 'office: indicators with years in brackets, two closing lines below blanks',
    columns: 7,
    lines: [
      'H Country Name,Country Code,Series Name,Series Code,2017 [YR2017],2018 [YR2018],2019 [YR2019]',
      ...rows(
        12,
        (i) =>
          `${pick(countries, i)},C${two(i)},"GDP (current, local)",NY.GDP,${cells(2, i, 1e6, 9e7)},${i % 4 ? '..' : '12345678'}`,
      ),
      ...marked(`
B
B
B
N Data from database: World Indicators,,,,,,
N Last Updated: 10/15/2020,,,,,,
`),
    ],
  },
  {
    name: 'office: statistics series, names of dimensions and vectors, plain',
    columns: 7,
    lines: [
      'H "REF_DATE","GEO","DGUID","Sex","UOM","VECTOR","VALUE"',
      ...rows(
        15,
        (i) =>
          `"2019-${two((i % 12) + 1)}","Canada","2016A000011124","Both sexes","Persons","v${measured(i, 1e5, 9e5)}","${measured(i, 1e4, 9e6)}"`,
      ),
    ],
  },
  {
    name: 'office: description of a cube, several small tables, the last the largest',
    columns: 5,
    lines: marked(`
P "Cube Title","Product Id","Frequency","Start Reference Period"
P "Estimates of population","17100005","Annual","1971-01-01"
B
P "Dimension ID","Dimension name","Dimension Notes"
P "1","Geography","1;2"
P "2","Sex",""
B
H "Dimension ID","Member Name","Member ID","Parent Member ID","Terminated"
R "1","Canada","1","",""
R "1","Newfoundland","2","1",""
R "1","Prince Edward Island","3","1",""
R "1","Nova Scotia","4","1",""
R "1","New Brunswick","5","1",""
R "1","Quebec","6","1",""
R "1","Ontario","7","1",""
R "2","Both sexes","1","",""
R "2","Males","2","1",""
R "2","Females","3","1",""
`),
  },
  {
    name: 'office: table as shown, reference period over units, footnotes numbered',
    columns: 4,
    lines: marked(`
P "Average hours by industry 1 2"
P "Annual"
P "Table: 14-10-0043-01"
P "Release date: 2020-01-10"
P "Geography: Canada"
B
H "Industry","2017","2018","2019"
H " ","Hours","Hours","Hours"
R "All industries","36.2","36.1","36.0"
R "Goods-producing","39.7","39.5","39.6"
R "Agriculture 3","42.7","41.1","42.0"
R "Construction","39.2","39.4","39.1"
R "Services-producing","35.3","35.3","35.2"
B
B
N "Footnotes:"
N "1","Estimates are from the survey, rounded."
N "2","Excludes the territories."
N "3","Farms only."
B
N "How to cite: Office. Table 14-10-0043-01  Average hours by industry"
`),
  },
  {
    name: 'office: quick facts with notes beside each value and keys of signs below',
    columns: 4,
    lines: marked(`
H "Fact","Fact Note","Ohio","Value Note for Ohio"
R "Population estimates, July 1, 2019,  (V2019)","","11,689,100",""
R "Population estimates base, April 1, 2010,  (V2019)","","11,536,751",""
R "Persons under 5 years, percent","","5.9%",""
R "Persons under 18 years, percent","","22.1%",""
R "Housing units,  July 1, 2019,  (V2019)","","5,232,869",""
R "Total accommodation sales, 2012 ($1,000)","(c)","18,986,432",""
R "All firms, 2012","","904,814",""
R "FIPS Code","","39",""
N "NOTE: FIPS Code values are enclosed in quotes to ensure leading zeros remain intact."
B
N "Value Notes"
N "1","Includes data not distributed by county."
B
N "Fact Notes"
N "(a)","Includes persons reporting only one race"
N "(c)","Economic Census data are not comparable"
B
N "Value Flags"
N "D","Suppressed to avoid disclosure of confidential information"
N "FN","Footnote on this item in place of data"
`),
  },
  {
    name: 'office: community survey, labels indented, estimates as texts',
    columns: 3,
    lines: marked(`
H "Label (Grouping)","Adams County, Ohio!!Total!!Estimate","Adams County, Ohio!!Total!!Margin of Error"
R "Total population","27,697","*****"
R "    SEX AND AGE","",""
R "        Male","13,757","±75"
R "        Female","13,940","±75"
R "        Under 5 years","1,723","±38"
R "        5 to 9 years","1,768","±156"
R "        Median age (years)","41.6","±0.3"
`),
  },
  {
    name: 'office: labour series, padded ids between tabs',
    columns: 5,
    names: ['series_id', 'year', 'period', 'value', 'footnote_codes'],
    lines: [
      'H series_id                     \tyear\tperiod\t       value\tfootnote_codes',
      ...rows(
        20,
        (i) =>
          `LNS1400000${i % 2}                  \t${1990 + i}\tM${two((i % 12) + 1)}\t${measured(i, 3, 9, 1).padStart(12)}\t`,
      ),
    ],
  },
  {
    name: 'office: labour series with the facts of the series above, months as names',
    columns: 13,
    lines: [
      ...marked(`
P Labor Force Statistics from the Current Population Survey,,,,,,,,,,,,
P Original Data Value,,,,,,,,,,,,
B ,,,,,,,,,,,,
P Series Id:,LNS14000000,,,,,,,,,,,
P Seasonally Adjusted,,,,,,,,,,,,
P Series title:,(Seas) Unemployment Rate,,,,,,,,,,,
P Age:,16 years and over,,,,,,,,,,,
P Years:,2010 to 2019,,,,,,,,,,,
B ,,,,,,,,,,,,
H Year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec
`),
      ...rows(10, (i) => `${2010 + i},${cells(12, i, 3, 10, 1)}`),
    ],
  },
  {
    name: 'office: graph download, facts of the series, names and values in fixed columns',
    columns: 2,
    names: ['DATE', 'VALUE'],
    lines: [
      ...marked(`
P Title:               Gross Domestic Product
P Series ID:           GDP
P Source:              Bureau of Numbers
P Release:             Gross Domestic Product
P Seasonal Adjustment: Seasonally Adjusted Annual Rate
P Frequency:           Quarterly
P Units:               Billions of Dollars
P Date Range:          1990-01-01 to 1999-10-01
P Last Updated:        2020-01-30 7:50 AM CST
P Notes:               Guide number: A191RC
B
H DATE            VALUE
`),
      ...rows(40, (i) => `${1990 + Math.floor(i / 4)}-${two((i % 4) * 3 + 1)}-01   ${measured(i, 5000, 9000, 3)}`),
    ],
  },
  {
    name: 'office: flat database file in German, plain',
    columns: 6,
    lines: [
      'H Statistik_Code;Statistik_Label;Zeit;1_Merkmal_Code;1_Auspraegung_Label;BEV001__Bevoelkerung__Anzahl',
      ...rows(
        14,
        (i) =>
          `12411;Fortschreibung des Bevölkerungsstandes;31.12.20${two(i + 5)};DINSG;Deutschland;${measured(i, 8e7, 8.3e7)}`,
      ),
    ],
  },
  {
    name: 'office: German table, four lines of names with units, several notes',
    columns: 6,
    lines: [
      ...marked(`
P Gäste und Übernachtungen in Beherbergungsbetrieben: Kreise, Jahre
P Monatserhebung im Tourismus
B
H ;;Ankünfte;Ankünfte;Übernachtungen;Übernachtungen
H ;;2017;2018;2017;2018
H ;;Anzahl;Anzahl;Anzahl;Anzahl
`),
      ...rows(
        15,
        (i) =>
          `0${8111 + i};${pick(['Stuttgart', 'Böblingen', 'Esslingen', 'Göppingen'], i)}, Landkreis;${cells(2, i, 1e5, 9e5, 0, ';')};${i === 5 ? '.;.' : cells(2, i + 40, 1e5, 3e6, 0, ';')}`,
      ),
      ...marked(`
N __________
N Beherbergungsbetriebe: ab 10 Betten.
N Kreise: Gebietsstand 31.12.2018.
B
N ;;;;;
N (C)opyright Statistisches Landesamt, 2019
N Stand: 14.10.2019 / 11:02:45
`),
    ],
  },
  {
    name: 'office: French series, facts as pairs, periods without names',
    columns: 3,
    lines: [
      ...marked(`
P "Libellé";"Indice des prix à la consommation - Base 2015";"Codes"
P "idBank";"001759970";""
P "Dernière mise à jour";"15/01/2021 08:45";""
P "Période";"";""
`),
      ...rows(24, (i) => `"${2020 - Math.floor(i / 12)}-${two(12 - (i % 12))}";"${measured(i, 103, 105, 2)}";"A"`),
    ],
  },
  {
    name: 'office: Spanish table, sex over years, sources below',
    columns: 7,
    lines: [
      ...marked(`
P Población por comunidades, sexo y año.
P Unidades: personas
B
H ;Total;;Hombres;;Mujeres;
H ;2019;2020;2019;2020;2019;2020
`),
      ...rows(
        10,
        (i) =>
          `${two(i + 1)} ${pick(['Andalucía', 'Aragón', 'Asturias', 'Canarias', 'Cantabria'], i)};${cells(6, i, 1e5, 9e6, 0, ';')}`,
      ),
      ...marked(`
B
N Notas:
N 1) Datos provisionales
B
N Fuente: 
N Instituto de Estadística
`),
    ],
  },
  {
    name: 'office: Nordic table, title in quotes, blank, plain names',
    columns: 4,
    lines: [
      ...marked(`
P "Population by region, sex and year"
B
H "region","sex","Population 2018","Population 2019"
`),
      ...rows(
        16,
        (i) =>
          `"${two(i + 1)} ${pick(['Uppsala', 'Örebro', 'Gävleborg'], i)} county","${i % 2 ? 'women' : 'men'}",${cells(2, i, 1e4, 2e6)}`,
      ),
    ],
  },
  {
    name: 'office: Baltic table, title and header without a blank, tabs, notes quoted below',
    columns: 4,
    lines: [
      ...marked(`
P "Births by county and year"
H "County"\t"2017"\t"2018"\t"2019"
`),
      ...rows(
        12,
        (i) => `"${pick(['Harju', 'Hiiu', 'Ida-Viru', 'Jõgeva'], i)} ${i}"\t${cells(3, i, 100, 9000, 0, '\t')}`,
      ),
      ...marked(`
B
N "Figures of 2019 are provisional."
B
N "Latest update:"
N "20200611 08:00"
N "Source:"
N "Office of statistics"
`),
    ],
  },
  {
    name: 'office: Dutch table, subject and periods above, source closes',
    columns: 5,
    lines: [
      ...marked(`
P "Bevolking; kerncijfers"
H "Regio's";"Onderwerp";"2017";"2018";"2019"
`),
      ...rows(
        14,
        (i) =>
          `"${pick(['Aa en Hunze', 'Aalburg', 'Aalsmeer', 'Aalten'], i)}";"${i % 2 ? 'Mannen (aantal)' : 'Vrouwen (aantal)'}";"${cells(3, i, 1e3, 4e4, 0, '";"')}"`,
      ),
      'N "Bron: CBS."',
    ],
  },
]
