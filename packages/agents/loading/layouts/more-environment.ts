import { cells, comma, day, districts, marked, measured, pick, rows, two, type Layout } from './layout.ts'

/** Weather, water, air and the sea: downloads of services, and what loggers in the field write. */
export const moreEnvironment: Layout[] = [
  {
    name: 'weather: station console, two lines of names between tabs and a rule',
    columns: 7,
    lines: [
      ...marked(`
H 		Temp	Hi	Low	Out	Dew
H Date	Time	Out	Temp	Temp	Hum	Pt.
H --------------------------------------------------------------
`),
      ...rows(
        24,
        (i) =>
          `04/03/19\t${i}:00\t${measured(i, 1, 9, 1)}\t${measured(i, 9, 12, 1)}\t${measured(i, 0, 4, 1)}\t${measured(i, 60, 99)}\t${measured(i, -2, 4, 1)}`,
      ),
    ],
  },
  {
    name: 'logger: button on a wire, facts behind colons, blank lines',
    columns: 3,
    lines: [
      ...marked(`
P 1-Wire/iButton Part Number: DS1921G-F5
P 1-Wire/iButton Registration Number: 2500000012345621
P Is Mission Active?  true
P Mission Start:  Mon Mar 04 10:11:12 GMT 2019
P Sample Rate:  Every 60 minute(s)
P Number of Mission Samples:  30
P Roll Over Enabled?  false
P High Temperature Alarm:  40.0 °C
B
B
H Date/Time,Unit,Value
`),
      ...rows(30, (i) => `${two((i % 12) + 1)}/03/19 ${two(i % 12)}:01:01 AM,C,${measured(i, 4, 9, 1)}`),
    ],
  },
  {
    name: 'logger: water level, facts in pairs of lines, units and offsets',
    columns: 5,
    lines: [
      ...marked(`
P Serial_number:
P 0031042
P Project ID:
P Wetland
P Location:
P Well 3
P LEVEL
P UNIT: m
P Offset: 0.000000 m
P TEMPERATURE
P UNIT: Deg C
H Date,Time,ms,LEVEL,TEMPERATURE
`),
      ...rows(30, (i) => `2019/03/04,${two(i % 24)}:00:00,0,${measured(i, 0, 3, 4)},${measured(i, 8, 10, 3)}`),
    ],
  },
  {
    name: 'logger: diver, sections in brackets, values padded, a closing sentence',
    columns: 4,
    lines: [
      ...marked(`
P Data file for DataLogger.
P ==============================================================================
P COMPILED BY     :                         
P ==========================    BEGINNING OF DATA     ==========================
P [Logger settings]
P   Instrument type           =MiniDiver=16
P   Serial number             =..00-M1234  209.
P   Location                  =PB12
P [Channel 1]
P   Identification            =PRESSURE
P   Range                     =1000.000    cmH2O
P [Data]
P 30
`),
      ...rows(
        30,
        (i) =>
          `2019/03/${two((i % 30) + 1)} 00:00:00.0     ${measured(i, 1000, 1040, 3)}      ${measured(i, 10, 13, 3)}`,
      ),
      'N END OF DATA FILE OF DATALOGGER FOR WINDOWS',
    ],
  },
  {
    name: 'weather: typical year, one line of the station, header of long names',
    columns: 6,
    lines: [
      ...marked(`
P 723815,"DAGGETT BARSTOW",CA,-8.0,34.850,-116.800,586
H Date (MM/DD/YYYY),Time (HH:MM),ETR (W/m^2),ETRN (W/m^2),GHI (W/m^2),GHI source
`),
      ...rows(
        30,
        (i) =>
          `01/${two(Math.floor(i / 24) + 1)}/1988,${two((i % 24) + 1)}:00,${measured(i, 0, 900)},${measured(i, 0, 1415)},${measured(i, 0, 700)},1`,
      ),
    ],
  },
  {
    name: 'earth: list of events, header behind a hash, bars',
    columns: 6,
    lines: [
      'H #EventID | Time | Latitude | Longitude | Depth/km | EventLocationName',
      ...rows(
        18,
        (i) =>
          `${4000000 + i * 37}|2019-03-${two(i + 1)}T10:11:12.5|${measured(i, -60, 60, 3)}|${measured(i, -170, 170, 3)}|${measured(i, 0, 300, 1)}|${pick(['OFF COAST OF CHILE', 'CRETE', 'FIJI REGION'], i)}`,
      ),
    ],
  },
  {
    name: 'air: city network, stations over substances, units in a third line',
    columns: 6,
    lines: [
      ...marked(`
P Messwerte der Luftgüte;;;;;
H Station;Nord;Nord;Süd;Süd;Süd
H Stoff;NO2;PM10;NO2;PM10;O3
H Einheit;µg/m³;µg/m³;µg/m³;µg/m³;µg/m³
`),
      ...rows(24, (i) => `04.03.2019 ${two(i)}:00;${cells(5, i, 5, 90, 0, ';')}`),
    ],
  },
  {
    name: 'air: sensor community, plain with empty cells',
    columns: 7,
    lines: [
      'H sensor_id;sensor_type;location;lat;lon;timestamp;P1',
      ...rows(
        20,
        (i) =>
          `${140 + (i % 3)};SDS011;${60 + (i % 3)};48.7;9.1;2019-03-04T00:${two(i * 2)}:10;${i === 3 ? '' : measured(i, 2, 40, 2)}`,
      ),
    ],
  },
  {
    name: 'snow: sites over dates, elevation and coordinates as further lines of names',
    columns: 5,
    lines: [
      ...marked(`
H Site,Ridge,Basin,Pass,Meadow
H Elevation (m),2100,1850,2430,1620
H Date,cm,cm,cm,cm
`),
      ...rows(20, (i) => `${day(i)},${cells(4, i, 0, 250)}`),
    ],
  },
  {
    name: 'tide table: port and zone told, high and low waters across, no dates in names',
    columns: 5,
    lines: [
      ...marked(`
P Port: HARBOUR (DOVER STRAIT)
P Time zone: GMT
P Heights in metres above chart datum
B
H Date,High 1,Height 1,High 2,Height 2
`),
      ...rows(
        14,
        (i) =>
          `${two(i + 1)}/06/2019,0${i % 9}:${two(i * 3)},${measured(i, 4, 7, 1)},1${i % 9}:${two(i * 2)},${measured(i + 4, 4, 7, 1)}`,
      ),
    ],
  },
  {
    name: 'energy: load curve, decimal commas, quarter hours, unit line in brackets, comment below',
    columns: 4,
    lines: [
      ...marked(`
P Lastgang Netzgebiet 2019
B
H Datum;Von;Bis;Last
H ;;;[kW]
`),
      ...rows(
        32,
        (i) =>
          `01.01.2019;${two(Math.floor(i / 4))}:${two((i % 4) * 15)};${two(Math.floor((i + 1) / 4))}:${two(((i + 1) % 4) * 15)};${comma(measured(i, 1000, 9000, 1))}`,
      ),
      ...marked(`
B
N Angaben ohne Gewähr
`),
    ],
  },
  {
    name: 'energy: day of weather with maxima named at the foot',
    columns: 4,
    lines: [
      'H Time,Temp (C),Wind (m/s),Gust (m/s)',
      ...rows(20, (i) => `${two(i)}:00,${measured(i, 1, 9, 1)},${measured(i, 0, 9, 1)},${measured(i, 3, 19, 1)}`),
      ...marked(`
N Minimum,1.0,0.1,3.2
N Maximum,8.9,8.8,18.7
N Average,4.9,4.4,11.2
`),
    ],
  },
  {
    name: 'soil: plot book, names, methods and units in three lines',
    columns: 6,
    lines: [
      ...marked(`
H Plot,Depth,pH,C_org,N_tot,Texture
H ,,CaCl2,Dumas,Dumas,by hand
H no.,cm,-,%,%,class
`),
      ...rows(
        16,
        (i) =>
          `P${i + 1},${pick(['0-10', '10-30', '30-60'], i)},${measured(i, 4, 8, 1)},${measured(i, 0, 6, 2)},${measured(i, 0, 1, 3)},${pick(['Ls2', 'Sl3', 'Uu'], i)}`,
      ),
    ],
  },
  {
    name: 'wells: names in capitals over quoted texts, depth unknown as n/a',
    columns: 5,
    lines: [
      'H WELL_NO,OWNER,COUNTY,DEPTH_FT,DRILLED',
      ...rows(
        15,
        (i) =>
          `"${two(i)}-${measured(i, 100, 999)}","${pick(districts, i)} Farm","Adams",${i % 4 ? measured(i, 30, 400) : 'n/a'},${two((i % 12) + 1)}/04/1998`,
      ),
    ],
  },
]
