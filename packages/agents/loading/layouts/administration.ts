import {
  all,
  blank,
  countries,
  day,
  districts,
  firms,
  grouped,
  measured,
  pick,
  rows,
  two,
  type Layout,
} from './layout.ts'

/** Tables that offices, census bureaus and central banks publish. */
export const administration: Layout[] = [
  {
    name: 'development indicators: source and date above, years as names',
    columns: 9,
    lines: [
      ...all('P', '"Data Source","World Indicators",'),
      ...blank,
      ...all('P', '"Last Updated Date","2019-10-28",'),
      ...blank,
      'H "Country Name","Country Code","Indicator Name","Indicator Code","2012","2013","2014","2015","2016",',
      ...rows(
        30,
        (i) =>
          `"${pick(countries, i)} ${i}","C${two(i)}","Urban population","SP.URB",${[0, 1, 2, 3, 4].map((y) => `"${measured(i * 7 + y, 1e4, 1e7)}"`).join(',')},`,
      ),
    ],
  },
  {
    name: 'statistics office: title, blank, header of two lines with gaps, units, foot notes',
    columns: 7,
    lines: [
      ...all('P', 'Table 3.2: Road accidents by severity and district, 2010-2011,,,,,,'),
      ...all('B', ',,,,,,'),
      'H ,2010,,,2011,,',
      'H District,Fatal,Serious,Slight,Fatal,Serious,Slight',
      ...rows(9, (i) => `${districts[i]},${[1, 2, 3, 4, 5, 6].map((k) => measured(i * 9 + k, 0, 400)).join(',')}`),
      ...all('B', ',,,,,,'),
      ...all('N', '"1. Figures are provisional, see the technical annex.",,,,,,'),
      ...all('N', 'Source: Department for Transport,,,,,,'),
    ],
  },
  {
    name: 'portal export: semicolons, decimal comma, mark-free header',
    columns: 5,
    names: ['Gemeinde', 'Kennziffer', 'Einwohner', 'Fläche km²', 'Dichte'],
    lines: [
      'H Gemeinde;Kennziffer;Einwohner;Fläche km²;Dichte',
      ...rows(
        20,
        (i) =>
          `${pick(['Aurich', 'Bünde', 'Celle', 'Düren'], i)} ${i};0${5300 + i};${measured(i, 900, 90000)};${measured(i + 50, 10, 300, 2).replace('.', ',')};${measured(i + 90, 20, 900, 1).replace('.', ',')}`,
      ),
    ],
  },
  {
    name: 'statistics database: title lines, header of three lines, notes behind a rule',
    columns: 6,
    lines: [
      ...all('P', 'Tabelle: 12411-0012'),
      ...all('P', 'Bevölkerung: Bundesländer, Stichtag, Geschlecht;;;;;'),
      ...all('P', 'Fortschreibung des Bevölkerungsstandes;;;;;'),
      ...all('P', 'Bevölkerung (Anzahl);;;;;'),
      'H ;;Stichtag;Stichtag;Stichtag;Stichtag',
      'H ;;31.12.2016;31.12.2017;31.12.2018;31.12.2019',
      ...rows(
        16,
        (i) =>
          `${two(i + 1)};${pick(['Bayern', 'Hessen', 'Bremen', 'Berlin'], i)};${[1, 2, 3, 4].map((k) => measured(i * 5 + k, 600000, 17000000)).join(';')}`,
      ),
      ...all('N', '__________'),
      ...all('N', 'Ergebnisse auf Grundlage des Zensus 2011.'),
      ...all('N', '© Statistisches Amt, 2021 | Stand: 12.02.2021'),
    ],
  },
  {
    name: 'factfinder: codes and then words as header',
    columns: 5,
    lines: [
      'H GEO.id,GEO.id2,GEO.display-label,HD01_VD01,HD02_VD01',
      'H Id,Id2,Geography,Estimate; Total,Margin of Error; Total',
      ...rows(
        20,
        (i) =>
          `0500000US010${two(i)},010${two(i)},"${pick(districts, i)} County, Alabama",${measured(i, 9000, 99999)},${measured(i + 3, 9, 999)}`,
      ),
    ],
  },
  {
    name: 'central bank: rows of description above the dates',
    columns: 4,
    lines: [
      'H Series Description,"Federal funds, per year","Treasury, 1-year","Treasury, 10-year"',
      'H Unit:,Percent:_Per_Year,Percent:_Per_Year,Percent:_Per_Year',
      'H Multiplier:,1,1,1',
      'H Currency:,NA,USD,USD',
      'H Unique Identifier: ,H15/RIFSPFF_N.D,H15/RIFLGFCY01_N.B,H15/RIFLGFCY10_N.B',
      'H Time Period,RIFSPFF_N.D,RIFLGFCY01_N.B,RIFLGFCY10_N.B',
      ...rows(
        40,
        (i) => `${day(i)},${[1, 2, 3].map((k) => (i % 7 === 6 ? 'ND' : measured(i * 3 + k, 0, 5, 2))).join(',')}`,
      ),
    ],
  },
  {
    name: 'central bank: time series with rows of remarks and flags',
    columns: 3,
    lines: [
      'H ,BBEX3.D.USD.EUR,BBEX3.D.USD.EUR_FLAGS',
      'H ,Euro reference exchange rate / US dollar,',
      'H Einheit,USD (US-Dollar),',
      'H Dimension,Eins,',
      'H Stand vom,04.03.2019 12:11:10 Uhr,',
      ...rows(
        30,
        (i) => `${day(i)},${i % 7 > 4 ? '.' : measured(i, 1, 2, 4)},${i % 7 > 4 ? 'Kein Wert vorhanden' : ''}`,
      ),
    ],
  },
  {
    name: 'fund data: records, blank, notes over several lines',
    columns: 5,
    lines: [
      'H Country\tSubject Descriptor\tUnits\t2017\t2018',
      ...rows(
        20,
        (i) =>
          `${pick(countries, i)}\tGross domestic product\tPercent change\t${measured(i, -2, 8, 3)}\t${measured(i + 30, -2, 8, 3)}`,
      ),
      ...blank,
      ...all('N', 'International Fund, Outlook Database, October 2019'),
    ],
  },
  {
    name: 'united nations: footnotes as a second table',
    columns: 5,
    lines: [
      'H "Country or Area","Year","Area","Value","Value Footnotes"',
      ...rows(
        30,
        (i) => `"${pick(countries, i)}","${1990 + (i % 20)}","Total","${measured(i, 1e5, 1e7)}","${i % 3 ? '' : '1'}"`,
      ),
      ...all('N', '"footnoteSeqID","Footnote"'),
      ...all('N', '"1","Data refer to the resident population only."'),
      ...all('N', '"2","Provisional."'),
    ],
  },
  {
    name: 'statistics agency: title, unit, geography, then header, notes and sources',
    columns: 6,
    lines: [
      ...all('P', 'Consumer Price Index by product group,,,,,'),
      ...all('P', 'Monthly,,,,,'),
      ...all('P', 'Table: 18-10-0004-01,,,,,'),
      ...all('P', 'Release date: 2019-10-16,,,,,'),
      ...all('B', ',,,,,'),
      'H Products and product groups,May 2019,June 2019,July 2019,August 2019,September 2019',
      ...rows(
        12,
        (i) =>
          `${pick(['All-items', 'Food', 'Shelter', 'Clothing', 'Transport', 'Health'], i)} ${i},${[1, 2, 3, 4, 5].map((k) => measured(i * 5 + k, 90, 150, 1)).join(',')}`,
      ),
      ...all('B', ',,,,,'),
      ...all('N', 'Footnotes:,,,,,'),
      ...all('N', '1,"The index is not seasonally adjusted, see the survey.",,,,'),
      ...all('N', '2,Replaces an archived table.,,,,'),
    ],
  },
  {
    name: 'statistics agency: groups over names, geography first',
    columns: 5,
    lines: [
      ...all('P', '"Labour force survey estimates, monthly"'),
      ...blank,
      'H "Geography","Ontario","Ontario","Quebec","Quebec"',
      'H "Sex","Males","Females","Males","Females"',
      'H "Reference period","Persons","Persons","Persons","Persons"',
      ...rows(
        24,
        (i) =>
          `"${pick(['January', 'February', 'March', 'April'], i)} ${2010 + Math.floor(i / 4)}",${[1, 2, 3, 4].map((k) => `"${grouped(measured(i * 4 + k, 1000, 9999))}"`).join(',')}`,
      ),
    ],
  },
  {
    name: 'office of statistics: nomis with title, key values, header after blank',
    columns: 4,
    lines: [
      ...all('P', '"annual population survey"'),
      ...all('P', '"ONS Crown Copyright Reserved [from Nomis on 4 March 2019]"'),
      ...blank,
      ...all('P', '"date","Jan 2018-Dec 2018"'),
      ...all('P', '"sex","All persons"'),
      ...blank,
      'H "local authority","mnemonic","Employment rate","Conf"',
      ...rows(
        20,
        (i) => `"${pick(districts, i)} ${i}","E0${7000000 + i}",${measured(i, 50, 90, 1)},${measured(i + 5, 1, 5, 1)}`,
      ),
      ...blank,
      ...all('N', '"- These figures are missing."'),
      ...all('N', '"! Estimate and confidence interval not available."'),
    ],
  },
  {
    name: 'school census: header with line breaks in names',
    columns: 4,
    names: ['URN', 'School name', 'Number of pupils', 'Free meals (%)'],
    lines: [
      'H URN,School name,"Number',
      'H of pupils","Free meals',
      'H (%)"',
      ...rows(
        20,
        (i) => `${100000 + i},"${pick(districts, i)} Primary",${measured(i, 50, 700)},${measured(i + 3, 0, 60, 1)}`,
      ),
    ],
  },
  {
    name: 'hospital returns: title, period, blank rows, header, grand total first, records',
    columns: 5,
    lines: [
      ...all('P', ',,,,'),
      ...all('P', 'Title:,Monthly A&E Attendances,,,'),
      ...all('P', 'Period:,March 2019,,,'),
      ...all('P', 'Source:,SitReps collection,,,'),
      ...all('B', ',,,,'),
      'H Code,Name,Type 1,Type 2,Total',
      ...rows(1, () => '-,England,900,120,1020'),
      ...rows(
        20,
        (i) =>
          `R${two(i)},${pick(districts, i)} NHS Trust,${measured(i, 10, 90)},${measured(i + 3, 0, 12)},${measured(i + 7, 10, 102)}`,
      ),
    ],
  },
  {
    name: 'questionnaire: short names, then questions, then ids of an import',
    columns: 4,
    lines: [
      'H StartDate,Duration,Q1,Q2',
      'H Start Date,Duration (in seconds),How satisfied are you with the service?,What could be better? - Selected Choice',
      'H "{""ImportId"":""startDate""}","{""ImportId"":""duration""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"',
      ...rows(25, (i) =>
        `${day(i)} 10:11:12,${measured(i, 30, 900)},${measured(i + 5, 1, 5)},${pick(['Nothing', 'Shorter queues', 'More staff, please'], i)}`.replace(
          'More staff, please',
          '"More staff, please"',
        ),
      ),
    ],
  },
  {
    name: 'web statistics: comments with dashes, header, daily part below as another table',
    columns: 3,
    lines: [
      ...all('P', '# ----------------------------------------'),
      ...all('P', '# All Web Site Data'),
      ...all('P', '# Pages'),
      ...all('P', '# 20190101-20190131'),
      ...all('P', '# ----------------------------------------'),
      ...blank,
      'H Page,Pageviews,Avg. Time on Page',
      ...rows(20, (i) => `/page/${i},"${grouped(measured(i, 100, 9999))}",00:0${i % 9}:${two(i)}`),
      ...blank,
      ...all('O', 'Day Index,Pageviews'),
      ...Array.from({ length: 10 }, (_, i) => `O 1/${i + 1}/19,${measured(i, 100, 900)}`),
    ],
  },
  {
    name: 'election: candidates as header over two lines, party below name',
    columns: 6,
    lines: [
      'H Ward,Electorate,Turnout,Smith,Jones,Brown',
      'H ,,,Labour,Green,Liberal',
      ...rows(
        15,
        (i) =>
          `${pick(districts, i)} ${i},${measured(i, 3000, 9000)},${measured(i + 3, 20, 60, 1)}%,${measured(i + 5, 100, 900)},${measured(i + 6, 100, 900)},${measured(i + 7, 100, 900)}`,
      ),
    ],
  },
  {
    name: 'museum: quoted texts with line breaks in records',
    columns: 3,
    lines: [
      'H Object,Title,Note',
      ...Array.from({ length: 10 }, (_, i) => [
        `R ${1900 + i}.${i},"Vase, blue","Given by ${pick(firms, i)}.`,
        'R Restored 1954."',
      ]).flat(),
    ],
  },
  {
    name: 'section titles among the records, the first right below the header',
    columns: 4,
    lines: [
      'H Item,Unit,2018,2019',
      'R Income,,,',
      ...rows(
        5,
        (i) =>
          `${pick(['Fees', 'Grants', 'Sales', 'Rents', 'Other'], i)},thousand,${measured(i, 10, 99)},${measured(i + 9, 10, 99)}`,
      ),
      'R Spending,,,',
      ...rows(
        5,
        (i) =>
          `${pick(['Staff', 'Energy', 'Travel', 'Repairs', 'Loans'], i)},thousand,${measured(i, 10, 99)},${measured(i + 9, 10, 99)}`,
      ),
    ],
  },
  {
    name: 'two titles, then names of groups over names',
    columns: 7,
    lines: [
      ...all('P', 'Table A3,,,,,,'),
      ...all('P', 'Employees by sector and sex (thousands),,,,,,'),
      'H Region,Public,,,Private,,',
      'H ,Men,Women,All,Men,Women,All',
      ...rows(9, (i) => `${districts[i]},${[1, 2, 3, 4, 5, 6].map((k) => measured(i * 6 + k, 1, 99, 1)).join(',')}`),
      ...all('N', 'p = provisional,,,,,,'),
    ],
  },
  {
    name: 'titles with commas and a semicolon above semicolons',
    columns: 4,
    lines: [
      ...all('P', 'Erwerbstätige, Arbeitslose und Quoten; Jahresmittel'),
      ...all('P', 'Quelle: Amt für Statistik, eigene Berechnung'),
      ...blank,
      'H Bezirk;Erwerbstätige;Arbeitslose;Quote',
      ...rows(
        12,
        (i) =>
          `${pick(['Mitte', 'Pankow', 'Spandau', 'Neukölln'], i)} ${i};${measured(i, 1000, 99999)};${measured(i + 3, 100, 9999)};${measured(i + 6, 1, 15, 1).replace('.', ',')}`,
      ),
    ],
  },
  {
    name: 'pivot: groups named once, empty below',
    columns: 4,
    lines: [
      'H Year,Quarter,Region,Value',
      ...rows(
        24,
        (i) =>
          `${i % 8 === 0 ? 2010 + i / 8 : ''},${i % 2 === 0 ? `Q${((i / 2) % 4) + 1}` : ''},${i % 2 ? 'South' : 'North'},${measured(i, 10, 99, 1)}`,
      ),
    ],
  },
  {
    name: 'european database: commas in the first of tab separated names, colons for no value',
    columns: 5,
    lines: [
      'H unit,sex,geo\\time\t2016 \t2017 \t2018 \t2019 ',
      ...rows(
        20,
        (i) =>
          `PC,T,${pick(['AT', 'BE', 'BG', 'CY'], i)}${i}\t${[1, 2, 3, 4].map((k) => (i % 5 === k ? ': ' : `${measured(i * 4 + k, 1, 99, 1)} ${k === 2 && i % 3 === 0 ? 'b' : ''}`)).join('\t')}`,
      ),
    ],
  },
]
