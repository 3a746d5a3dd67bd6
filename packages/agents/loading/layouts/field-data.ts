import { all, blank, day, districts, measured, pick, rows, two, type Layout } from './layout.ts'

/** What stations, loggers and observers in the field record. */
export const fieldData: Layout[] = [
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
]
