/**
 * Small files as public bodies, laboratories and their instruments lay them out, written from what their formats are
 * known to look like; places and figures are made up. Each line is marked with what a reader takes it for: `P` preamble,
 * `H` header, `R` record, `N` note, `O` another table, `B` blank.
 */
export interface Layout {
  name: string
  /** The lines with their marks. */
  lines: string[]
  /** Names of the columns, where they are plain. */
  names?: string[]
  columns: number
}

export interface MarkedText {
  text: string
  header: number[]
  /** Lines of the first and the last record; 0 where there is none. */
  first: number
  last: number
}

/** The text of a layout, and where its parts are (physical lines from 1). */
export function textOf({ lines }: Layout): MarkedText {
  const marks = lines.map((line) => line[0] as string)
  const placed = (mark: string): number[] => marks.flatMap((found, index) => (found === mark ? [index + 1] : []))
  const records = placed('R')
  return {
    text: lines.map((line) => `${line.slice(2)}\n`).join(''),
    header: placed('H'),
    first: records[0] ?? 0,
    last: records.at(-1) ?? 0,
  }
}

/** Marks each line of a text. */
const all = (mark: string, text: string): string[] => text.split('\n').map((line) => `${mark} ${line}`)
const blank = ['B ']
const rows = (count: number, row: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => `R ${row(index)}`)
/** A number that looks measured, the same for the same place. */
const measured = (seed: number, least: number, most: number, digits = 0): string => {
  let mixed = Math.imul(seed + 0x6d2b79f5, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (least + (((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296) * (most - least)).toFixed(digits)
}
const sumOf = (count: number, value: (index: number) => string): number =>
  Array.from({ length: count }, (_, index) => Number(value(index))).reduce((sum, one) => sum + one, 0)
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T
const two = (number: number): string => String(number).padStart(2, '0')
const day = (index: number, base = 0): string =>
  new Date(Date.UTC(2019, 0, 1 + base + index)).toISOString().slice(0, 10)
const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+$)/g, ',')

const districts = ['Aldham', 'Borley', 'Castle Hill', 'Denmead', 'Easton', 'Farley', 'Graveley', 'Hartwell', 'Ickford']
const countries = ['Albania', 'Brazil', 'Chad', 'Denmark', 'Ecuador', 'Fiji', 'Gabon', 'Haiti', 'Iceland', 'Japan']
const species = ['Parus major', 'Turdus merula', 'Pica pica', 'Sitta europaea', 'Strix aluco', 'Erithacus rubecula']
const firms = ['Abbott & Sons Ltd', 'Brightwater Plc', 'Cox, Dale and Co', 'Delta Services', 'Elm Care Ltd']

export const layouts: Layout[] = [
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
    name: 'river gauge: comments, names, widths of the columns, tabs',
    columns: 5,
    lines: [
      ...all('P', '# ---------------------------------- WARNING ----------------------------------------'),
      ...all('P', '# Some of the data may be provisional.'),
      ...all('P', '#'),
      ...all('P', '# Data for the following 1 site(s) are contained in this file'),
      ...all('P', '#    01646500 RIVER NEAR THE BRIDGE'),
      ...all('P', '#'),
      'H agency_cd\tsite_no\tdatetime\t69928_00060\t69928_00060_cd',
      'H 5s\t15s\t20d\t14n\t10s',
      ...rows(30, (i) => `USGS\t01646500\t${day(i)}\t${measured(i, 900, 9000)}\tA`),
    ],
  },
  {
    name: 'air monthly means: comments and blanks aligned',
    columns: 5,
    lines: [
      ...all('P', '# --------------------------------------------------------------------'),
      ...all('P', '# USE OF THESE DATA'),
      ...all('P', '#'),
      ...all('P', '# These data are made freely available to the public.'),
      ...all('P', '#'),
      ...all('P', '#            decimal       monthly    de-season  #days'),
      ...rows(
        36,
        (i) =>
          `${1958 + Math.floor(i / 12)}  ${String((i % 12) + 1).padStart(2)}    ${(1958 + (i + 0.5) / 12).toFixed(4)}      ${measured(i, 310, 420, 2)}      ${measured(i + 99, 310, 420, 2)}`,
      ),
    ],
  },
  {
    name: 'temperature anomalies: one title line, stars for no value',
    columns: 14,
    lines: [
      ...all('P', 'Land-Ocean: Global Means'),
      'H Year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,J-D',
      ...rows(
        40,
        (i) =>
          `${1880 + i},${Array.from({ length: 13 }, (_, k) => (i === 39 && k > 6 ? '***' : measured(i * 13 + k, -1, 1, 2))).join(',')}`,
      ),
    ],
  },
  {
    name: 'solar power service: block of key values between marks',
    columns: 5,
    names: ['YEAR', 'DOY', 'T2M', 'RH2M', 'PRECTOTCORR'],
    lines: [
      ...all('P', '-BEGIN HEADER-'),
      ...all('P', 'POWER Source Native Resolution Daily Data'),
      ...all('P', 'Dates (month/day/year): 01/01/2019 through 01/30/2019'),
      ...all('P', 'Location: Latitude  48.1   Longitude 11.5'),
      ...all('P', 'Value for missing model data cannot be computed or out of model availability range: -999'),
      ...all('P', 'Parameter(s):'),
      ...all('P', 'T2M             Temperature at 2 Meters (C)'),
      ...all('P', '-END HEADER-'),
      'H YEAR,DOY,T2M,RH2M,PRECTOTCORR',
      ...rows(
        30,
        (i) => `2019,${i + 1},${measured(i, -9, 12, 2)},${measured(i + 40, 40, 99, 2)},${measured(i + 80, 0, 20, 2)}`,
      ),
    ],
  },
  {
    name: 'data logger: file line, names, units, how it was sampled',
    columns: 5,
    lines: [
      ...all('P', '"TOA5","Station1","CR1000","12345","CR1000.Std.28","CPU:met.CR1","4201","Hourly"'),
      'H "TIMESTAMP","RECORD","AirT_Avg","RH","WS_ms_Max"',
      'H "TS","RN","Deg C","%","meters/second"',
      'H "","","Avg","Smp","Max"',
      ...rows(
        40,
        (i) =>
          `"${day(Math.floor(i / 24))} ${two(i % 24)}:00:00",${i},${measured(i, -5, 20, 2)},${measured(i + 9, 40, 99, 1)},${measured(i + 5, 0, 15, 3)}`,
      ),
    ],
  },
  {
    name: 'temperature logger: plot title, long names with commas',
    columns: 4,
    lines: [
      ...all('P', '"Plot Title: Pond North"'),
      'H "#","Date Time, GMT-04:00","Temp, °C (LGR S/N: 10234, SEN S/N: 10234)","Coupler Attached"',
      ...rows(30, (i) => `${i + 1},06/${two((i % 28) + 1)}/14 12:00:00 PM,${measured(i, 12, 25, 3)},`),
    ],
  },
  {
    name: 'oscilloscope: key values above and names below them',
    columns: 3,
    lines: [
      ...all('P', 'Model,DPO2024B'),
      ...all('P', 'Firmware Version,1.52'),
      ...all('P', 'Record Length,12500'),
      ...all('P', 'Sample Interval,4e-9'),
      ...all('P', 'Vertical Units,V,V'),
      ...all('P', 'Horizontal Units,s'),
      ...blank,
      'H TIME,CH1,CH2',
      ...rows(40, (i) => `${(i * 4 - 80).toFixed(1)}e-09,${measured(i, -2, 2, 5)},${measured(i + 9, -2, 2, 5)}`),
    ],
  },
  {
    name: 'oscilloscope: names and units in two lines',
    columns: 3,
    lines: [
      'H x-axis,1,2',
      'H second,Volt,Volt',
      ...rows(40, (i) => `${(i * 4 - 80).toFixed(1)}E-09,${measured(i, -2, 2, 5)},${measured(i + 9, -2, 2, 5)}`),
    ],
  },
  {
    name: 'spectrometer: text block closed by a rule, no names',
    columns: 2,
    lines: [
      ...all('P', 'Data from run_12.txt Node'),
      ...blank,
      ...all('P', 'Date: Mon Mar 04 10:12:11 CET 2019'),
      ...all('P', 'User: lab'),
      ...all('P', 'Integration Time (sec): 1.000000E-1'),
      ...all('P', 'Number of Pixels in Spectrum: 60'),
      ...all('P', '>>>>>Begin Spectral Data<<<<<'),
      ...rows(60, (i) => `${(340 + i * 0.38).toFixed(3)}\t${measured(i, -20, 4000, 2)}`),
    ],
  },
  {
    name: 'spectrometer: names glued to their values, then columns',
    columns: 2,
    lines: [
      ...all('P', 'TITLE,sample A'),
      ...all('P', 'DATA TYPE,ULTRAVIOLET SPECTRUM'),
      ...all('P', 'ORIGIN,JASCO'),
      ...all('P', 'DATE,19/03/04'),
      ...all('P', 'XUNITS,NANOMETERS'),
      ...all('P', 'YUNITS,ABSORBANCE'),
      ...all('P', 'FIRSTX,800.0'),
      ...all('P', 'NPOINTS,40'),
      ...all('P', 'XYDATA'),
      ...rows(40, (i) => `${800 - i}.0,${measured(i, 0, 2, 6)}`),
    ],
  },
  {
    name: 'sequencing sheet: sections in brackets',
    columns: 6,
    names: ['Sample_ID', 'Sample_Name', 'Sample_Plate', 'I7_Index_ID', 'index', 'Sample_Project'],
    lines: [
      ...all('P', '[Header],,,,,'),
      ...all('P', 'IEMFileVersion,4,,,,'),
      ...all('P', 'Date,3/4/2019,,,,'),
      ...all('P', 'Workflow,GenerateFASTQ,,,,'),
      ...all('B', ',,,,,'),
      ...all('P', '[Reads],,,,,'),
      ...all('P', '151,,,,,'),
      ...all('B', ',,,,,'),
      ...all('P', '[Data],,,,,'),
      'H Sample_ID,Sample_Name,Sample_Plate,I7_Index_ID,index,Sample_Project',
      ...rows(
        20,
        (i) =>
          `S${i + 1},patient ${i},plate1,N7${two(i)},${pick(['ATTACTCG', 'TCCGGAGA', 'CGCTCATT', 'GAGATTCC'], i)},P${i % 2}`,
      ),
    ],
  },
  {
    name: 'amplification export: stars, blank, section, header',
    columns: 6,
    lines: [
      ...all('P', '* Block Type = 96fast'),
      ...all('P', '* Chemistry = SYBR_GREEN'),
      ...all('P', '* Experiment Run End Time = 2019-03-04 12:11:10 PM CET'),
      ...all('P', '* Instrument Type = sds7500fast'),
      ...blank,
      ...all('P', '[Results]'),
      'H Well\tSample Name\tTarget Name\tTask\tCT\tTm1',
      ...rows(
        24,
        (i) =>
          `${pick(['A', 'B', 'C'], i)}${(i % 12) + 1}\tcontrol\tGAPDH\tUNKNOWN\t${i % 5 ? measured(i, 15, 35, 4) : 'Undetermined'}\t${measured(i + 40, 78, 90, 2)}`,
      ),
    ],
  },
  {
    name: 'plate reader: key values, then a plate of letters and numbers, then a word',
    columns: 13,
    lines: [
      ...all('P', 'Software Version,2.09.1'),
      ...all('P', 'Experiment File Path:,C:\\data\\plate.xpt'),
      ...all('P', 'Plate Number,Plate 1'),
      ...all('P', 'Date,04/03/2019'),
      ...all('P', 'Reader Type:,Synergy H1'),
      ...blank,
      ...all('P', 'Results'),
      'H ,1,2,3,4,5,6,7,8,9,10,11,12',
      ...rows(
        8,
        (i) => `${'ABCDEFGH'[i]},${Array.from({ length: 12 }, (_, k) => measured(i * 12 + k, 0, 3, 3)).join(',')}`,
      ),
    ],
  },
  {
    name: 'ocean cast: stamp, comments, key values, names, units, end mark',
    columns: 5,
    lines: [
      ...all('P', 'CTD,20190304SIOCCH'),
      ...all('P', '# DATA PROCESSED BY THE OCEAN FACILITY'),
      ...all('P', 'NUMBER_HEADERS = 6'),
      ...all('P', 'EXPOCODE = 33RR20160208'),
      ...all('P', 'STNNBR = 12'),
      ...all('P', 'LATITUDE = -28.1234'),
      'H CTDPRS,CTDPRS_FLAG_W,CTDTMP,CTDTMP_FLAG_W,CTDSAL',
      'H DBAR,,ITS-90,,PSS-78',
      ...rows(40, (i) => `${i * 2}.0,2,${measured(i, 1, 25, 4)},2,${measured(i + 60, 34, 36, 4)}`),
      ...all('N', 'END_DATA'),
    ],
  },
  {
    name: 'earth archive: block comment, tabs',
    columns: 4,
    names: ['Event', 'Depth sed [m]', 'Age [ka BP]', 'd18O [per mil]'],
    lines: [
      ...all('P', '/* DATA DESCRIPTION:'),
      ...all('P', 'Citation:\tMiller, A; Smith, B (2004): Stable isotopes of a sediment core'),
      ...all('P', 'Coverage:\tLATITUDE: 12.5 * LONGITUDE: -40.1'),
      ...all('P', 'Parameter(s):\tEvent label (Event)'),
      ...all('P', '\tDEPTH, sediment/rock [m] (Depth sed)'),
      ...all('P', '*/'),
      'H Event\tDepth sed [m]\tAge [ka BP]\td18O [per mil]',
      ...rows(
        25,
        (i) =>
          `GeoB-${1700 + (i % 3)}\t${measured(i, 0, 12, 2)}\t${measured(i + 5, 1, 300, 1)}\t${measured(i + 9, -2, 4, 2)}`,
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
    name: 'no header: readings with time',
    columns: 4,
    lines: rows(40, (i) => `${day(i)} 12:00:00,${measured(i, 1, 30, 2)},${measured(i + 4, 40, 99)},OK`),
  },
  {
    name: 'no header: flowers',
    columns: 5,
    lines: rows(
      50,
      (i) =>
        `${measured(i, 4, 7, 1)},${measured(i + 1, 2, 4, 1)},${measured(i + 2, 1, 6, 1)},${measured(i + 3, 0, 2, 1)},${pick(['Iris-setosa', 'Iris-virginica'], i >> 4)}`,
    ),
  },
  {
    name: 'no header: census of adults, texts and numbers with blanks behind commas',
    columns: 6,
    lines: rows(
      40,
      (i) =>
        `${measured(i, 17, 80)}, ${pick(['Private', 'State-gov', 'Self-emp-inc'], i * 3)}, ${measured(i + 9, 10000, 300000)}, ${pick(['Bachelors', 'HS-grad', '11th', 'Masters'], i * 5)}, ${pick(['Male', 'Female'], i)}, ${pick(['<=50K', '>50K'], i * 7)}`,
    ),
  },
  {
    name: 'no header: texts of one letter',
    columns: 6,
    lines: rows(60, (i) =>
      [0, 1, 2, 3, 4, 5].map((k) => pick([...'pebxsnyw'], Number(measured(i * 6 + k, 0, 7)))).join(','),
    ),
  },
  {
    name: 'no header: airports with quoted texts and \\N',
    columns: 8,
    lines: rows(
      30,
      (i) =>
        `${i + 1},"${pick(districts, i)} Airport","${pick(districts, i + 3)}","${pick(countries, i)}",${i % 6 ? `"A${String.fromCharCode(65 + (i % 26))}B"` : '\\N'},${measured(i, -60, 60, 6)},${measured(i + 9, -180, 180, 6)},${measured(i + 3, 0, 9000)}`,
    ),
  },
  {
    name: 'all texts: header of plain words over names',
    columns: 3,
    names: ['State', 'Capital', 'Region'],
    lines: [
      'H State,Capital,Region',
      ...rows(
        20,
        (i) =>
          `${pick(countries, i)} ${pick(['North', 'South'], i)},${pick(districts, i)},${pick(['Africa', 'Europe', 'Asia'], i)}`,
      ),
    ],
  },
  {
    name: 'all texts: register of people',
    columns: 4,
    names: ['Surname', 'Forename', 'Party', 'Constituency'],
    lines: [
      'H Surname,Forename,Party,Constituency',
      ...rows(
        30,
        (i) =>
          `${pick(['Abbott', 'Baker', 'Cole', 'Drax'], i * 3)},${pick(['Ann', 'Ben', 'Cat', 'Dan', 'Eve'], i * 7)},${pick(['Labour', 'Green', 'Liberal'], i)},${pick(districts, i * 5)}`,
      ),
    ],
  },
  {
    name: 'all texts: codes and descriptions',
    columns: 2,
    names: ['Code', 'Description'],
    lines: [
      'H Code,Description',
      ...rows(26, (i) => `${String.fromCharCode(65 + i)}${two(i)},"${pick(species, i)}, kind ${i}"`),
    ],
  },
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
    name: 'gene counts: row names in front, one name less',
    columns: 4,
    lines: [
      'H sample1\tsample2\tsample3',
      ...rows(
        30,
        (i) => `ENSG0000${1000 + i}\t${measured(i, 0, 900)}\t${measured(i + 3, 0, 900)}\t${measured(i + 7, 0, 900)}`,
      ),
    ],
  },
  {
    name: 'genomes: comment lines, the last one with names',
    columns: 5,
    names: ['CHROM', 'POS', 'ID', 'REF', 'ALT'],
    lines: [
      ...all('P', '##fileformat=VCFv4.2'),
      ...all('P', '##source=caller'),
      'H #CHROM\tPOS\tID\tREF\tALT',
      ...rows(
        30,
        (i) => `chr${(i % 5) + 1}\t${measured(i, 1000, 9e6)}\t.\t${pick([...'ACGT'], i)}\t${pick([...'ACGT'], i + 1)}`,
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
    name: 'habitually ragged: lists of products behind three cells',
    columns: 9,
    lines: rows(30, (i) =>
      [
        `order${i}`,
        day(i),
        ...pick(
          [['milk'], ['bread', 'milk', 'tea'], ['tea', 'eggs'], ['eggs', 'milk', 'rum', 'tea', 'jam', 'oil', 'gin']],
          i * 3,
        ),
      ].join(','),
    ),
  },
  {
    name: 'earthquakes: everything usual',
    columns: 6,
    names: ['time', 'latitude', 'longitude', 'depth', 'mag', 'place'],
    lines: [
      'H time,latitude,longitude,depth,mag,place',
      ...rows(
        20,
        (i) =>
          `${day(i)}T10:11:${two(i)}.120Z,${measured(i, -60, 60, 4)},${measured(i + 3, -180, 180, 4)},${measured(i + 6, 0, 90, 2)},${measured(i + 9, 2, 7, 1)},"${i}km NE of ${pick(districts, i)}, CA"`,
      ),
    ],
  },
  {
    name: 'weather station: semicolons padded with blanks, end of record mark',
    columns: 6,
    lines: [
      'H STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor',
      ...rows(
        30,
        (i) =>
          `         44;20190${i < 9 ? '10' : '1'}${i + 1}00;    3;${measured(i, -5, 20, 1).padStart(7)};${measured(i + 3, 40, 99, 1).padStart(7)};eor`,
      ),
    ],
  },
  {
    name: 'weather office: comments in front, names after a mark, blanks padded',
    columns: 5,
    lines: [
      ...all('P', '# THESE DATA CAN BE USED FREELY PROVIDED THAT THE SOURCE IS ACKNOWLEDGED'),
      ...all('P', '# '),
      ...all('P', '# STN      LON(east)   LAT(north)     ALT(m)  NAME'),
      ...all('P', '# 260:         5.180       52.100       1.90  DE BILT'),
      ...all('P', '# '),
      ...all('P', '# TG       = Daily mean temperature in (0.1 degrees Celsius)'),
      ...all('P', '# RH       = Daily precipitation amount (-1 for <0.05mm)'),
      ...all('P', '# '),
      'H # STN,YYYYMMDD,   TG,   TN,   RH',
      ...rows(
        30,
        (i) =>
          `  260,201901${two(i + 1)},${measured(i, -30, 150).padStart(5)},${measured(i + 1, -60, 90).padStart(5)},${measured(i + 2, 0, 200).padStart(5)}`,
      ),
    ],
  },
  {
    name: 'historic station: title block, names and units aligned by blanks',
    columns: 7,
    lines: [
      ...all('P', 'Oxford'),
      ...all('P', 'Location: 450900E 207200N, Lat 51.761 Lon -1.262, 63 metres amsl'),
      ...all('P', 'Estimated data is marked with a * after the value.'),
      ...all('P', 'Missing data (more than 2 days missing in month) is marked by  ---.'),
      'H    yyyy  mm   tmax    tmin      af    rain     sun',
      'H               degC    degC    days      mm   hours',
      ...rows(
        36,
        (i) =>
          `   ${1853 + Math.floor(i / 12)}  ${String((i % 12) + 1).padStart(2)}   ${measured(i, 1, 25, 1).padStart(4)}    ${measured(i + 1, -3, 12, 1).padStart(4)}     ${i % 9 ? measured(i + 2, 0, 20).padStart(3) : '---'}   ${measured(i + 3, 1, 120, 1).padStart(5)}   ${i < 10 ? '  ---' : measured(i + 4, 10, 250, 1).padStart(5)}`,
      ),
    ],
  },
  {
    name: 'fixed columns: dashes under the names',
    columns: 4,
    names: ['ID', 'NAME', 'OPENED', 'BEDS'],
    lines: [
      'H ID     NAME                 OPENED     BEDS',
      'H ------ -------------------- ---------- -----',
      ...rows(
        20,
        (i) =>
          `${String(100 + i).padEnd(6)} ${`${pick(districts, i)} Hospital`.padEnd(20)} ${day(i)} ${measured(i, 10, 900).padStart(5)}`,
      ),
    ],
  },
  {
    name: 'fixed columns: texts with blanks, some cells empty',
    columns: 4,
    names: ['STATION', 'NAME', 'STATE', 'ELEV'],
    lines: [
      'H STATION      NAME                    STATE    ELEV',
      ...rows(
        25,
        (i) =>
          `USC000${measured(i, 10000, 99999)}  ${`${pick(districts, i)} ${pick(['1 N', 'AP', 'CITY HALL'], i)}`.padEnd(24)}${i % 4 ? pick(['OH', 'AL', 'TX'], i) : '  '}   ${measured(i, 0, 3000, 1).padStart(7)}`,
      ),
    ],
  },
  {
    name: 'query of a database: rules and bars, count below',
    columns: 3,
    names: ['id', 'name', 'total'],
    lines: [
      'H  id | name        | total',
      'H ----+-------------+-------',
      ...rows(
        20,
        (i) => ` ${String(i + 1).padStart(2)} | ${pick(districts, i).padEnd(11)} | ${measured(i, 10, 900).padStart(5)}`,
      ),
      ...all('N', '(20 rows)'),
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
    name: 'one column of names',
    columns: 1,
    names: ['species'],
    lines: ['H species', ...rows(12, (i) => `${pick(species, i)} ${i}`)],
  },
  {
    name: 'multiple response: long questions as names',
    columns: 3,
    lines: [
      'H Timestamp,Which of the following tools do you use at work? (select all that apply),How many years of experience do you have?',
      ...rows(
        20,
        (i) =>
          `${(i % 12) + 1}/${(i % 28) + 1}/2019 10:11:12,"${pick(['Excel, R', 'Python', 'SAS, SPSS, R'], i)}",${measured(i, 0, 30)}`,
      ),
    ],
  },
  {
    name: 'air quality download: station and pollutant lines, date and time columns, status behind each',
    columns: 6,
    lines: [
      ...all('P', 'Data supplied by UK-AIR on 4/3/2019'),
      ...all('P', 'All Data GMT hour ending'),
      ...all('P', 'Status: R = Ratified / P = Provisional / P* = As supplied'),
      ...blank,
      'H ,,Aldham Roadside,,,',
      'H Date,time,Nitric oxide,status,Ozone,status',
      ...rows(
        24,
        (i) => `01-01-2019,${two(i + 1)}:00,${measured(i, 0, 90, 5)},R ugm-3,${measured(i + 5, 0, 90, 5)},R ugm-3`,
      ),
      ...all('N', 'End'),
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
    name: 'epidemic weeks: week names and wide counts, notes in the last lines with marks',
    columns: 6,
    lines: [
      'H Region,2019-W01,2019-W02,2019-W03,2019-W04,2019-W05',
      ...rows(
        16,
        (i) => `${pick(districts, i)} ${i},${[1, 2, 3, 4, 5].map((k) => measured(i * 5 + k, 0, 99)).join(',')}`,
      ),
      ...all('N', '*Counts below 5 are not shown'),
      ...all('N', '**Includes late reports'),
    ],
  },
  {
    name: 'planets: comment lines that explain the columns',
    columns: 4,
    names: ['pl_name', 'hostname', 'disc_year', 'pl_orbper'],
    lines: [
      ...all('P', '# This file was produced by the archive'),
      ...all('P', '# Mon Mar  4 10:11:12 2019'),
      ...all('P', '#'),
      ...all('P', '# COLUMN pl_name:        Planet Name'),
      ...all('P', '# COLUMN hostname:       Host Name'),
      ...all('P', '#'),
      'H pl_name,hostname,disc_year,pl_orbper',
      ...rows(20, (i) => `${i} Com b,${i} Com,${2000 + (i % 19)},${measured(i, 1, 900, 4)}`),
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
    name: 'all texts under a title and a blank line',
    columns: 4,
    lines: [
      ...all('P', 'Register of listed buildings'),
      ...blank,
      'H Reference,Name,Grade,Parish',
      ...rows(
        25,
        (i) =>
          `LB/${i}/A,${pick(['Old Mill', 'Rectory', 'Barn', 'Manor House'], i)},${pick(['I', 'II', 'II*'], i * 5)},${pick(districts, i * 2)}`,
      ),
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
    name: 'one column of numbers with a name',
    columns: 1,
    lines: ['H flow', ...rows(20, (i) => measured(i, 0, 90, 2))],
  },
  {
    name: 'one column of numbers without a name',
    columns: 1,
    lines: rows(20, (i) => measured(i, 0, 90, 2)),
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
    name: 'no header: two columns of codes and words',
    columns: 2,
    lines: rows(
      30,
      (i) =>
        `${String.fromCharCode(65 + (i % 26))}${String.fromCharCode(65 + ((i * 7) % 26))},${pick(countries, i)}${i > 9 ? ' Islands' : ''}`,
    ),
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
    name: 'no header: daily climate records with flags',
    columns: 8,
    lines: rows(
      40,
      (i) =>
        `USW000947${28 + (i % 3)},201901${two((i % 28) + 1)},${pick(['TMAX', 'TMIN', 'PRCP'], i)},${measured(i, -90, 200)},,,W,${i % 3 ? '2400' : ''}`,
    ),
  },
  {
    name: 'no header: gazetteer in tabs',
    columns: 8,
    lines: rows(
      30,
      (i) =>
        `${2986043 + i * 31}\tPic ${pick(districts, i)}\tPic ${pick(districts, i)}\t${measured(i, 40, 43, 5)}\t${measured(i + 5, 1, 3, 5)}\tT\tPK\tAD`,
    ),
  },
  {
    name: 'no header: two colons',
    columns: 4,
    lines: rows(
      40,
      (i) => `${(i >> 3) + 1}::${measured(i, 1, 3952)}::${measured(i + 4, 1, 5)}::97830${measured(i + 8, 1000, 9999)}`,
    ),
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
  {
    name: 'gene annotations: pragma lines, no header',
    columns: 9,
    lines: [
      ...all('P', '##gff-version 3'),
      ...all('P', '##sequence-region ctg123 1 1497228'),
      ...rows(
        25,
        (i) =>
          `ctg123\t.\t${pick(['gene', 'mRNA', 'exon'], i)}\t${1000 + i * 50}\t${1040 + i * 50}\t.\t+\t.\tID=${pick(['gene', 'mRNA', 'exon'], i)}${i};Name=EDEN.${i}`,
      ),
    ],
  },
  {
    name: 'expression matrix: marked key lines, marks around the table',
    columns: 4,
    lines: [
      ...all('P', '!Series_title\t"Response of cells to heat"'),
      ...all('P', '!Series_geo_accession\t"GSE0001"'),
      ...all('P', '!Series_sample_id\t"GSM1 GSM2 GSM3"'),
      ...blank,
      ...all('P', '!Sample_title\t"heat 1"\t"heat 2"\t"control"'),
      ...all('P', '!Sample_status\t"Public"\t"Public"\t"Public"'),
      ...all('P', '!series_matrix_table_begin'),
      'H "ID_REF"\t"GSM1"\t"GSM2"\t"GSM3"',
      ...rows(
        30,
        (i) => `"${1007 + i}_at"\t${measured(i, 2, 14, 4)}\t${measured(i + 4, 2, 14, 4)}\t${measured(i + 8, 2, 14, 4)}`,
      ),
      ...all('N', '!series_matrix_table_end'),
    ],
  },
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
    name: 'sea level: semicolons between blanks, no header',
    columns: 4,
    lines: rows(30, (i) => ` ${(1853 + i / 12).toFixed(4)};  ${measured(i, 6800, 7200)};${i % 9 ? ' 0' : '30'};000`),
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
    name: 'mean and deviation below a blank line',
    columns: 3,
    lines: [
      'H Sample,Concentration (mg/L),RSD (%)',
      ...rows(12, (i) => `S-${100 + i},${measured(i, 0, 9, 3)},${measured(i + 5, 0, 4, 1)}`),
      ...blank,
      ...all('N', 'Mean,4.511,'),
      ...all('N', 'SD,1.002,'),
    ],
  },
  {
    name: 'names behind a percent sign',
    columns: 3,
    names: ['time', 'u', 'v'],
    lines: [
      'P % created by model 4',
      'H % time,u,v',
      ...rows(20, (i) => `${i},${measured(i, -1, 1, 4)},${measured(i + 5, -1, 1, 4)}`),
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
    name: 'shares of words: no header in a long list of pairs',
    columns: 2,
    lines: rows(40, (i) => `${pick(species, i)},${pick(['bird', 'owl', 'crow'], i)}`),
  },
  {
    name: 'records with few cells below long ones, notes at the end with a star',
    columns: 5,
    lines: [
      'H Authority,Planned,Built,Demolished,Net',
      ...rows(
        12,
        (i) =>
          `${pick(districts, i)} ${i},${measured(i, 10, 99)},${i % 4 ? measured(i + 2, 10, 99) : ''},${i % 3 ? '' : measured(i + 4, 1, 9)},${i % 4 ? measured(i + 6, 10, 99) : ''}`,
      ),
      ...all('N', '* excludes conversions,,,,'),
      ...all('N', 'Contact: housing@example.org,,,,'),
    ],
  },
  {
    name: 'car park: address with commas in quotes, coordinates, blank cells',
    columns: 6,
    lines: [
      'H Name,Address,Spaces,Latitude,Longitude,Operator',
      ...rows(
        18,
        (i) =>
          `${pick(districts, i)} car park,"${i} High Street, ${pick(districts, i + 2)}",${measured(i, 10, 500)},${measured(i + 3, 50, 55, 5)},${measured(i + 6, -3, 1, 5)},${i % 3 ? '' : 'Council'}`,
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
    name: 'all texts, all different: institutions (German)',
    columns: 4,
    lines: [
      'H Einrichtung;Straße;Ansprechpartner;Internetseite',
      ...rows(
        14,
        (i) =>
          `${pick(['Kita Sonnenschein', 'Jugendhaus am Park', 'Haus der Familie', 'Werkstatt Nord'], i)} ${districts[i % 9]};${pick(['Lindenstr.', 'Am Anger', 'Gartenweg'], i)} ${i + 3};${pick(['Frau', 'Herr'], i)} ${pick(['Schulz', 'Krüger', 'Öztürk', 'Nowak'], i * 3)};www.einrichtung-${i}.example`,
      ),
    ],
  },
  {
    name: 'all texts, all different: associations (French)',
    columns: 3,
    lines: [
      'H Dénomination;Objet;Siège',
      ...rows(
        14,
        (i) =>
          `Les amis de ${districts[i % 9]} ${i};${pick(['promouvoir la lecture', 'organiser des fêtes', 'protéger la nature'], i)} dans le quartier ${i};${i + 1} rue ${pick(['Hugo', 'Zola', 'Sand'], i)}`,
      ),
    ],
  },
  {
    name: 'all texts, all different: registers (Spanish)',
    columns: 3,
    lines: [
      'H Entidad,Domicilio,Responsable',
      ...rows(
        14,
        (i) =>
          `Biblioteca ${districts[i % 9]} ${i},"Calle ${pick(['Mayor', 'Real', 'Sol'], i)}, ${i}",${pick(['Ana', 'Luis', 'Eva'], i)} ${pick(['Ruiz', 'Gil', 'Mora', 'Sanz'], i * 3)}`,
      ),
    ],
  },
  {
    name: 'all texts, all different: projects',
    columns: 3,
    lines: [
      'H Project,Lead organisation,Summary',
      ...rows(
        12,
        (i) =>
          `${pick(['River', 'Meadow', 'Harbour'], i)} renewal ${districts[i % 9]},University of ${districts[(i * 2) % 9]},"Work on ${pick(['banks', 'paths', 'walls'], i)} near ${districts[(i * 5) % 9]} with volunteers of all ages"`,
      ),
    ],
  },
  {
    name: 'all texts: members and roles, many alike',
    columns: 3,
    lines: [
      'H Councillor,Ward,Group',
      ...rows(
        20,
        (i) =>
          `${pick(['Ann', 'Ben', 'Cat', 'Dan', 'Eve'], i)} ${pick(['Abbott', 'Baker', 'Cole', 'Drax'], i * 3)},${pick(districts, i)},${pick(['Labour', 'Green', 'Liberal'], i)}`,
      ),
    ],
  },
  {
    name: 'all texts, none usual: minerals',
    columns: 4,
    lines: [
      'H Mineral\tFormula\tSystem\tLustre',
      ...rows(
        12,
        (i) =>
          `${pick(['Quartz', 'Halite', 'Pyrite', 'Galena', 'Gypsum', 'Talc'], i)}\t${pick(['SiO2', 'NaCl', 'FeS2', 'PbS', 'CaSO4', 'Mg3Si4'], i)}\t${pick(['trigonal', 'cubic', 'cubic', 'cubic', 'monoclinic', 'triclinic'], i)}\t${pick(['vitreous', 'vitreous', 'metallic', 'metallic', 'silky', 'pearly'], i)}`,
      ),
    ],
  },
  {
    name: 'no header: names of people',
    columns: 2,
    lines: rows(
      20,
      (i) => `${pick(['Ann', 'Ben', 'Cat', 'Dan', 'Eve'], i)},${pick(['Abbott', 'Baker', 'Cole', 'Drax'], i * 3)}`,
    ),
  },
  {
    name: 'no header: translations',
    columns: 2,
    lines: [
      ['Open file', 'Datei öffnen'],
      ['Save as', 'Speichern unter'],
      ['Close window', 'Fenster schließen'],
      ['Print this page', 'Diese Seite drucken'],
      ['Undo', 'Rückgängig'],
      ['Select all', 'Alles auswählen'],
      ['Help topics', 'Hilfethemen'],
      ['Search the web', 'Im Netz suchen'],
      ['Zoom in', 'Vergrößern'],
    ].map((pair) => `R ${pair.map((text) => `"${text}"`).join(',')}`),
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
    name: 'a title with as many commas as the table has',
    columns: 4,
    lines: [
      'P Traffic counts for all roads, 2010 to 2019, by month, revised',
      'H Road,Month,Cars,Lorries',
      ...rows(15, (i) => `A${100 + i},${(i % 12) + 1},${measured(i, 1000, 9000)},${measured(i + 3, 100, 900)}`),
    ],
  },
  {
    name: 'names in a comment, runs of blanks below',
    columns: 3,
    names: ['year', 'mean', 'unc'],
    lines: [
      'P # annual means',
      'H # year   mean   unc',
      ...rows(25, (i) => `  ${1959 + i}  ${measured(i, 310, 420, 2)}   0.12`),
    ],
  },
  {
    name: 'names with blanks above runs of blanks',
    columns: 4,
    names: ['Day', 'Wind Speed', 'Air Temp', 'Rain'],
    lines: [
      'H Day  Wind Speed  Air Temp  Rain',
      ...rows(
        25,
        (i) =>
          `${String(i + 1).padStart(3)}  ${measured(i, 0, 20, 1).padStart(10)}  ${measured(i + 3, -5, 20, 1).padStart(8)}  ${measured(i + 6, 0, 9, 1).padStart(4)}`,
      ),
    ],
  },
  {
    name: 'fixed columns below sentences that run across them',
    columns: 6,
    lines: [
      'P Harbour Light',
      'P Position: 214300E 118250N, about 12 metres above the sea, moved in 1931',
      'P Values that were estimated are marked with an e behind the value.',
      'P Days without a reading (more than three in a month) are marked by three dashes.',
      'H    yyyy  mm   tmax    tmin    rain     sun',
      'H               degC    degC      mm   hours',
      ...rows(
        30,
        (i) =>
          `   ${1901 + Math.floor(i / 12)}  ${String((i % 12) + 1).padStart(2)}  ${measured(i, 2, 22, 1).padStart(5)}  ${measured(i + 3, -5, 9, 1).padStart(6)}  ${measured(i + 6, 5, 120, 1).padStart(6)}     ---`,
      ),
    ],
  },
  {
    name: 'comments, then values with comments behind them, no names',
    columns: 2,
    lines: [
      'P # Digitised from a chart of the observatory',
      'P 2.5 # drift before the first date, degrees/year',
      'P 11.0 # drift after the last date, degrees/year',
      'P 180.0 # most days between two dates, if any, in between',
      ...rows(30, (i) => `${day(i * 90)},${measured(i, 1, 359, 1)}`),
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
    name: 'a mark between padded columns, comments between sections',
    columns: 2,
    lines: [
      'P # Kinds-1.0.txt',
      'P # All others have the kind Unknown.',
      'B ',
      'P # @missing: 0000..FFFF; Unknown',
      'B ',
      ...[0, 1, 2, 3].flatMap((section) => [
        ...rows(
          12,
          (i) =>
            `${(4096 + section * 512 + i * 16).toString(16).toUpperCase().padEnd(12)}  ; ${pick(districts, section)} # ${i % 2 ? 'Lo ' : 'Nd '}  [${10 + (i % 7)}] ${pick(species, i).toUpperCase()}`,
        ),
        ...(section < 3 ? ['R ', `R # Total of section: ${12}`, 'R '] : []),
      ]),
      'B ',
      'N # Total of section: 12',
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
    name: 'buoy: names and units in comments without a blank',
    columns: 6,
    lines: [
      'H #YY  MM DD WDIR WSPD  WVHT',
      'H #yr  mo dy degT m/s      m',
      ...rows(
        25,
        (i) =>
          `2019 01 ${two(i + 1)} ${measured(i, 100, 350).padStart(4)} ${measured(i + 3, 1, 9, 1).padStart(4)} ${measured(i + 6, 0, 4, 2).padStart(5)}`,
      ),
    ],
  },
  {
    name: 'watch: names over one line of values, then the names of the readings',
    columns: 6,
    lines: [
      'P Name,Sport,Date,Start time,Duration,Distance (km),Mean rate,Notes',
      'P A. Person,RUNNING,05-02-2018,18:20:11,00:30:02,5.01,151,',
      'H Sample rate,Time,HR (bpm),Speed (km/h),Cadence,Altitude (m)',
      ...rows(
        50,
        (i) =>
          `${i === 0 ? 1 : ''},00:00:${two(i)},${measured(i, 100, 160)},${measured(i + 3, 8, 12, 1)},${measured(i + 6, 70, 90)},${measured(i + 9, 10, 30)}`,
      ),
    ],
  },
  {
    name: 'measuring program: words and values in as many cells as the table has',
    columns: 4,
    lines: [
      ...all(
        'P',
        'Measurement\t\nWriter\t2\nSeparator\tTab\nTime\t15:02:11.44\n***End***\t\n\t\nChannels\t2\t\t\nSamples\t100\t100\t\nDate\t2014/05/02\t2014/05/02\t\nX0\t0.0E+0\t0.0E+0\t\nDelta_X\t0.001\t0.001\t\n***End***\t\t\t',
      ),
      'H X_Value\tVoltage\tVoltage 1\tComment',
      ...rows(30, (i) => `${(i / 1000).toFixed(6)}\t${measured(i, -1, 1, 6)}\t${measured(i + 3, -1, 1, 6)}\t`),
    ],
  },
  {
    name: 'weather year: lines of a word and its values, no names',
    columns: 12,
    lines: [
      'P LOCATION,Somewhere,XX,ABC,1038,52.47,13.40,1.0',
      'P DESIGN CONDITIONS,1,Heating,1,-11.9,-9.5',
      'P GROUND,3,.5,,,1.3,1.2',
      'P HOLIDAYS,No,0,0,0',
      'P COMMENTS 1,made for a case',
      'P PERIODS,1,1,Data,Sunday, 1/ 1,12/31',
      ...rows(
        60,
        (i) =>
          `1985,1,${Math.floor(i / 24) + 1},${(i % 24) + 1},60,C9C9C9*0?9?9,${measured(i, -5, 9, 1)},${measured(i + 3, -5, 9, 1)},${measured(i + 6, 50, 99)},0,0,${measured(i + 9, 200, 300)}`,
      ),
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
  {
    name: 'logger: numbered records, most, least and mean right below',
    columns: 5,
    lines: [
      'P Serial number: 123456',
      'P Logging interval: 10 min',
      'B ',
      'H No.,Date,Time,Temp(C),Alarm',
      ...rows(25, (i) => `${i + 1},2019/05/${two(i + 1)},10:${two(i)}:00,${measured(i, 20, 25, 1)},-`),
      'N Max,,,25.0,',
      'N Min,,,20.0,',
      'N Average,,,22.4,',
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
