import { day, marked, measured, pick, rows, two, type Layout } from './layout.ts'

/** Weather, water, air and the sea: downloads of services, and what loggers in the field write. */
export const environment: Layout[] = [
  {
    name: 'weather: integrated hourly data, numbers between blanks, no names',
    columns: 12,
    lines: rows(
      30,
      (i) =>
        `2019 01 ${two(1 + Math.floor(i / 24))} ${two(i % 24)} ${measured(i, -90, 90).padStart(5)} ${measured(i + 1, -120, 40).padStart(5)} ${measured(i + 2, 9900, 10400)} ${measured(i + 3, 0, 360).padStart(5)} ${measured(i + 4, 0, 90).padStart(5)}     2     0 -9999`,
    ),
  },
  {
    name: 'weather: list of stations, names over dashes, words with blanks in fixed columns',
    columns: 7,
    lines: [
      ...marked(`
H Stations_id von_datum bis_datum Stationshoehe geoBreite geoLaenge Stationsname
H ----------- --------- --------- ------------- --------- --------- -----------------------------------------
`),
      ...rows(
        20,
        (i) =>
          `${String(i * 7 + 1).padStart(5, '0')} 19${measured(i, 10, 99)}0101 20${measured(i, 10, 21)}1231 ${measured(i, 2, 900).padStart(14)}     ${measured(i, 47, 54, 4)}   ${measured(i, 6, 14, 4).padStart(7)} ${pick(['Aach', 'Aachen', 'Bad Nauheim', 'Berlin-Dahlem (FU)', 'Hof (Saale)'], i)}`,
      ),
    ],
  },
  {
    name: 'weather: hourly report, legend of signs between blanks, header with degrees',
    columns: 6,
    lines: [
      ...marked(`
P "Station Name","OTTAWA"
P "Province","ONTARIO"
P "Latitude","45.32"
P "Longitude","-75.67"
P "Elevation","114.00"
P "Climate Identifier","6106000"
B
P "Legend"
P "E","Estimated"
P "M","Missing"
P "T","Trace"
P "^","The value is based on incomplete data"
B
H "Date/Time","Year","Month","Day","Max Temp (°C)","Max Temp Flag"
`),
      ...rows(
        25,
        (i) =>
          `"2012-01-${two(i + 1)}","2012","01","${two(i + 1)}","${i === 4 ? '' : measured(i, -20, 5, 1)}","${i === 4 ? 'M' : ''}"`,
      ),
    ],
  },
  {
    name: 'weather: daily observations of a month, sentences above, first column without a name',
    columns: 5,
    lines: [
      ...marked(`
P "Daily Weather Observations for Perth, Western Australia for March 2019"
P "Prepared at 13:00 UTC on Friday 29 March 2019"
P "Copyright 2003 Bureau of Meteorology"
P "Observations were drawn from Perth Metro {station 009225}"
B
H ,"Date","Minimum temperature (°C)","Maximum temperature (°C)","Rainfall (mm)"
`),
      ...rows(
        28,
        (i) =>
          `,2019-03-${i + 1},${measured(i, 10, 22, 1)},${measured(i, 20, 38, 1)},${i % 5 ? '0' : measured(i, 0, 20, 1)}`,
      ),
    ],
  },
  {
    name: 'weather: Irish station, place and height, codes explained, indicator columns of one name',
    columns: 7,
    lines: [
      ...marked(`
P Station Name: PHOENIX PARK
P Station Height: 48 M 
P Latitude:53.364  ,Longitude: -6.350
B
B
P date:  -  Date and Time (utc)
P rain:  -  Precipitation Amount (mm)
P temp:  -  Air Temperature (C)
P wetb:  -  Wet Bulb Temperature (C)
P ind:   -  Indicator 
B
H date,ind,rain,ind,temp,ind,wetb
`),
      ...rows(
        24,
        (i) =>
          `16-aug-2003 ${two(i)}:00,0,${measured(i, 0, 2, 1)},0,${measured(i, 8, 20, 1)},0,${measured(i, 7, 17, 1)}`,
      ),
    ],
  },
  {
    name: 'weather: Dutch daily data, source and explanations without a mark, padded names',
    columns: 5,
    lines: [
      ...marked(`
P BRON: KONINKLIJK INSTITUUT
P Opmerking: door stationsverplaatsingen zijn deze reeksen mogelijk inhomogeen!
P 
P YYYYMMDD  = Datum (YYYY=jaar MM=maand DD=dag) / Date (YYYY=year MM=month DD=day)
P FG        = Etmaalgemiddelde windsnelheid (in 0.1 m/s) / Daily mean windspeed (in 0.1 m/s)
P TG        = Etmaalgemiddelde temperatuur (in 0.1 graden Celsius)
P SQ        = Zonneschijnduur (in 0.1 uur)
P 
H STN,YYYYMMDD,   FG,   TG,   SQ
B
`),
      ...rows(
        28,
        (i) =>
          `  240,201902${two(i + 1)},${measured(i, 10, 90).padStart(5)},${measured(i + 3, -40, 110).padStart(5)},${i === 9 ? '     ' : measured(i + 6, 0, 90).padStart(5)}`,
      ),
    ],
  },
  {
    name: 'weather: Swiss abbreviations, office in two languages above',
    columns: 4,
    lines: [
      ...marked(`
P MeteoSchweiz / MeteoSuisse / MeteoSvizzera
B
H stn;time;tre200d0;rre150d0
`),
      ...rows(20, (i) => `BAS;201907${two(i + 1)};${measured(i, 12, 28, 1)};${i % 4 ? '-' : measured(i, 0, 20, 1)}`),
    ],
  },
  {
    name: 'weather: Swedish station, three little tables above, remarks beside the first records',
    lines: [
      ...marked(`
P Stationsnamn;Stationsnummer;Mäthöjd (meter över marken)
P Abisko Aut;188790;2.0
B
P Parameternamn;Beskrivning;Enhet
P Lufttemperatur;momentanvärde, 1 gång/tim;celsius
B
P Tidsperiod (fr.o.m);Tidsperiod (t.o.m);Höjd (meter över havet);Latitud (decimalgrader);Longitud (decimalgrader)
P 1985-01-01 00:00:00;2020-05-01 06:00:00;392.235;68.3538;18.8164
B
H Datum;Tid (UTC);Lufttemperatur;Kvalitet;;Tidsutsnitt:
R 1985-05-01;03:00:00;-8.1;G;;Kvalitetskontrollerade historiska data (utom de senaste 3 mån)
R 1985-05-01;06:00:00;-6.2;G;;Tidsperiod (fr.o.m.) = 1985-05-01 00:00:00 (UTC)
R 1985-05-01;09:00:00;-5.0;G;;Tidsperiod (t.o.m.) = 2020-05-01 06:00:00 (UTC)
`),
      ...rows(
        24,
        (i) => `1985-05-${two(2 + Math.floor(i / 8))};${two((i % 8) * 3)}:00:00;${measured(i, -9, 6, 1)};G;;`,
      ),
    ],
  },
  {
    name: 'weather: european station file, how to cite, explanations, padded names',
    columns: 5,
    lines: [
      ...marked(`
P EUROPEAN CLIMATE ASSESSMENT & DATASET, file created on: 17-01-2020
P THESE DATA CAN BE USED FREELY PROVIDED THAT THE FOLLOWING SOURCE IS ACKNOWLEDGED:
B
P Klein, A. and Coauthors, 2002: Daily dataset of 20th-century surface
P air temperature and precipitation series. Int. J. of Climatol., 22, 1441-1453.
B
P FILE FORMAT (MISSING VALUE CODE IS -9999):
B
P 01-06 SOUID: Source identifier
P 08-15 DATE : Date YYYYMMDD
P 17-21 TG   : mean temperature in 0.1 C
P 23-27 Q_TG : Quality code for TG (0='valid'; 1='suspect'; 9='missing')
B
P This is the blended series of station SWEDEN, VAEXJOE (STAID: 1).
P Blended and updated with sources: 35381 
B
H STAID, SOUID,    DATE,   TG, Q_TG
`),
      ...rows(40, (i) => `     1, 35381,191801${two((i % 28) + 1)},${measured(i, -200, 90).padStart(5)},    0`),
    ],
  },
  {
    name: 'weather: central temperature, title and days, months named over fixed columns',
    columns: 14,
    lines: [
      ...marked(`
P Monthly_Mean_Central_Temperature_Series, 1659 to 2019
P Parker et al. (1992)
P Missing value = -99.9
B
H Year   Jan   Feb   Mar   Apr   May   Jun   Jul   Aug   Sep   Oct   Nov   Dec  Annual
`),
      ...rows(
        25,
        (i) =>
          `${1990 + i}${Array.from({ length: 12 }, (_, k) => measured(i * 12 + k, 1, 19, 1).padStart(6)).join('')}${measured(i, 8, 11, 2).padStart(8)}`,
      ),
    ],
  },
  {
    name: 'weather: surface of a tile, words with values without commas, how to cite with commas',
    columns: 4,
    lines: [
      ...marked(`
P Latitude: 35.9621  Longitude: -84.2916
P X & Y on Lambert Conformal Conic: 1397322.2 -613236.8
P Tile: 11207
P Elevation: 265 meters
P All years; all variables; Daily Surface Weather Data on a 1-km Grid
P How to cite: Miller, A.B., R. Cook, and S. Lee. 2016. Daily Surface Weather, Version 3. 
H year,yday,prcp (mm/day),tmax (deg c)
`),
      ...rows(30, (i) => `2019,${i + 1},${measured(i, 0, 30)}.0,${measured(i + 7, -5, 20, 1)}`),
    ],
  },
  {
    name: 'aerosols: version, site, level, contacts with semicolons, units told, long header',
    columns: 7,
    lines: [
      ...marked(`
P AERONET Version 3;
P Harbour_Site
P Version 3: AOD Level 1.5
P The following data are automatically cloud cleared but may not have final calibration applied
P Contact: PI=A. Miller and PI=B. Lee; PI Email=a@x.org and b@x.org
P All Points,UNITS can be found at,,, https://example.org/units.html
H Date(dd:mm:yyyy),Time(hh:mm:ss),Day_of_Year,AOD_1640nm,AOD_1020nm,AOD_870nm,Site
`),
      ...rows(
        25,
        (i) =>
          `${two(i + 1)}:03:2019,0${i % 10}:12:31,${60 + i},-999.000000,${measured(i, 0, 0.6, 6)},${measured(i + 4, 0, 0.6, 6)},Harbour_Site`,
      ),
    ],
  },
  {
    name: 'satellite: area averaged series, words with values behind colons and commas',
    columns: 2,
    lines: [
      ...marked(`
P Title:,Time Series, Area-Averaged of Combined Depth monthly 1 deg. [MODIS] over 2018-Jan - 2019-Dec
P User Start Date:,2018-01-01T00:00:00Z
P User End Date:,2019-12-31T23:59:59Z
P Bounding Box:,"-10.5,35.2,4.1,44.3"
P URL to Reproduce Results:,"https://example.org/giovanni/#service=ArAvTs"
P Fill Value (mean_depth):,-9999
B
H time,mean_depth
`),
      ...rows(24, (i) => `${2018 + Math.floor(i / 12)}-${two((i % 12) + 1)}-01 00:00:00,${measured(i, 0, 0.5, 9)}`),
    ],
  },
  {
    name: 'ocean: generic view file, comments with tags, the station told once',
    columns: 8,
    lines: [
      ...marked(`
P //<Encoding>UTF-8</Encoding>
P //<Creator>miller</Creator>
P //<CreateTime>2019-03-04T10:11:12</CreateTime>
P //
H Cruise	Station	Type	yyyy-mm-ddThh:mm:ss.sss	Longitude [degrees_east]	Latitude [degrees_north]	Depth [m]	Temperature [~^oC]
R A16N	1	B	2003-06-19T18:51:00	340.2	63.3	5	10.1
`),
      ...rows(11, (i) => `\t\t\t\t\t\t${10 + i * 10}\t${measured(i, 5, 10, 2)}`),
      'R A16N\t2\tB\t2003-06-20T04:02:00\t340.0\t62.7\t5\t10.4',
      ...rows(11, (i) => `\t\t\t\t\t\t${10 + i * 10}\t${measured(i + 30, 5, 10, 2)}`),
    ],
  },
  {
    name: 'ocean: conductivity cast, stars and hashes, an end mark, numbers without names',
    columns: 5,
    lines: [
      ...marked(`
P * Sea-Bird SBE 9 Data File:
P * FileName = C:\\data\\cast01.hex
P * System UpLoad Time = Mar 04 2019 10:11:12
P ** Ship: Meteor
P # nquan = 5
P # nvalues = 40
P # name 0 = prDM: Pressure, Digiquartz [db]
P # name 1 = t090C: Temperature [ITS-90, deg C]
P # name 2 = sal00: Salinity, Practical [PSU]
P # bad_flag = -9.990e-29
P *END*
`),
      ...rows(
        40,
        (i) =>
          `${`${i}.000`.padStart(11)}${measured(i, 2, 20, 4).padStart(11)}${measured(i + 3, 33, 36, 4).padStart(11)}${measured(i + 9, 20, 28, 4).padStart(11)}  0.0000e+00`,
      ),
    ],
  },
  {
    name: 'ocean: server of grids, units in a second line of names',
    columns: 5,
    lines: [
      ...marked(`
H time,latitude,longitude,station,sea_surface_temperature
H UTC,degrees_north,degrees_east,,degree_C
`),
      ...rows(25, (i) => `2019-03-${two(i + 1)}T00:00:00Z,36.75,-122.03,46042,${measured(i, 11, 15, 2)}`),
    ],
  },
  {
    name: 'river: archive download, kind and key and value of each fact, dates without names',
    lines: [
      ...marked(`
P file,timestamp,2020-01-15T10:11:12
P database,id,public-22
P database,name,River Flow Archive on live server
P station,id,12001
P station,name,Dee at Woodend
P station,gridReference,NO635956
P dataType,id,gdf
P dataType,name,Gauged Daily Flow
P dataType,units,m3/s
P data,first,2018-10-01
P data,last,2018-11-09
`),
      ...rows(40, (i) => `${day(i, 638)},${measured(i, 10, 90, 3)},`),
    ],
  },
  {
    name: 'river: environment agency reading, pairs above two names',
    columns: 2,
    lines: [
      ...marked(`
P Output file for:,Rainfall
P Station:,Mill Bridge
P NGR:,SU123456
P Units:,mm
P Data interpretation:,0900 to 0900
H Date,Value[mm]
`),
      ...rows(30, (i) => `${two((i % 28) + 1)}/02/2019,${measured(i, 0, 20, 1)}`),
    ],
  },
  {
    name: 'river: runoff centre, comments in hashes, the last of which marks the data',
    columns: 3,
    lines: [
      ...marked(`
P # Title:                 DATA FILE
P #                        --------------
P # Format:                DOS-ASCII
P # Field delimiter:       ;
P # missing values are indicated by -999.000
P #
P # River:                 RHINE RIVER
P # Catchment area (km²):      159300.0
P #
P # Data lines: 30
P # DATA
H YYYY-MM-DD;hh:mm; Value
`),
      ...rows(30, (i) => `${day(i)};--:--;${measured(i, 900, 4000, 3).padStart(10)}`),
    ],
  },
]
