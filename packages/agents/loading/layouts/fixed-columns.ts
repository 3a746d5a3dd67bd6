import { all, day, districts, measured, pick, rows, species, two, type Layout } from './layout.ts'

/** Columns at fixed places, between blanks or padded. */
export const fixedColumns: Layout[] = [
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
]
