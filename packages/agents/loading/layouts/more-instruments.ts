import { cells, comma, marked, measured, pick, rows, two, type Layout } from './layout.ts'

/** What instruments of laboratories and their programs write. */
export const moreInstruments: Layout[] = [
  {
    name: 'measuring program: settings behind tabs, two end marks, channels',
    lines: [
      ...marked(`
P LabVIEW Measurement	
P Writer_Version	2
P Separator	Tab
P Decimal_Separator	.
P Date	2019/03/04
P ***End_of_Header***	
P 	
P Channels	2		
P Samples	30	30	
P Date	2019/03/04	2019/03/04	
P Y_Unit_Label	Volts	Volts	
P X0	0.0000000000000000E+0	0.0000000000000000E+0	
P Delta_X	0.001000	0.001000	
P ***End_of_Header***			
H X_Value	Voltage_0	Voltage_1	Comment
`),
      ...rows(30, (i) => `${(i / 1000).toFixed(6)}\t${measured(i, -1, 1, 6)}\t${measured(i + 5, -1, 1, 6)}`),
    ],
  },
  {
    name: 'gamma spectrum: tags in angles, counts below each other, settings after the end mark',
    columns: 1,
    lines: [
      ...marked(`
P <<PMCA SPECTRUM>>
P TAG - live_data
P DESCRIPTION - 
P GAIN - 2
P THRESHOLD - 12
P LIVE_TIME - 120.021000
P START_TIME - 03/04/2019 10:11:12
P SERIAL_NUMBER - 1042
P <<DATA>>
`),
      ...rows(60, (i) => measured(i, 0, 900)),
      'N <<END>>',
    ],
  },
  {
    name: 'image analysis: first name is a blank, numbered rows',
    columns: 5,
    lines: [
      'H  ,Label,Area,Mean,X',
      ...rows(
        12,
        (i) =>
          `${i + 1},cells_${two(i)}.tif,${measured(i, 20, 900, 3)},${measured(i, 0, 255, 3)},${measured(i, 0, 1024, 3)}`,
      ),
    ],
  },
  {
    name: 'cell profiles: objects over measurements, two full lines of names',
    columns: 5,
    lines: [
      ...marked(`
H Image,Image,Cells,Cells,Nuclei
H ImageNumber,Metadata_Well,AreaShape_Area,AreaShape_Perimeter,AreaShape_Area
`),
      ...rows(
        20,
        (i) =>
          `${i + 1},${'ABCD'[i % 4]}${two((i % 12) + 1)},${measured(i, 100, 900)},${measured(i, 40, 200, 6)},${measured(i, 30, 400)}`,
      ),
    ],
  },
  {
    name: 'eye tracker: comments in two hashes, tabs, messages among the samples',
    columns: 5,
    lines: [
      ...marked(`
P ## [BeGaze]
P ## Converted from:	C:\\data\\p01.idf
P ## Date:	04.03.2019 10:11:12
P ## Sample Rate:	250
P ## 
H Time	Type	Trial	L POR X [px]	L POR Y [px]
`),
      ...rows(15, (i) => `${1000000 + i * 4000}\tSMP\t1\t${measured(i, 0, 1680, 2)}\t${measured(i, 0, 1050, 2)}`),
      'R 1060001\tMSG\t1\t# Message: picture2.jpg',
      ...rows(
        15,
        (i) => `${1064000 + i * 4000}\tSMP\t2\t${measured(i + 40, 0, 1680, 2)}\t${measured(i + 40, 0, 1050, 2)}`,
      ),
    ],
  },
  {
    name: 'school sensor: format line, run, names, short names, units, blank',
    columns: 2,
    lines: [
      ...marked(`
P Vernier Format 2
P Untitled.cmbl 3/4/2019 10:11:12 .
P Run 1
H Time	Force
H t	F
H s	N
B
`),
      ...rows(30, (i) => `${(i / 10).toFixed(1)}\t${measured(i, -2, 20, 4)}`),
    ],
  },
  {
    name: 'motion capture: take facts in one line, types, bones, ids and axes as names',
    columns: 5,
    lines: [
      ...marked(`
P Format Version,1.23,Take Name,Take 12,Capture Frame Rate,120.000000
B
H ,Type,Bone,Bone,Bone
H ,Name,Hip,Hip,Hip
H ,ID,1,1,1
H ,,Position,Position,Position
H Frame,Time (Seconds),X,Y,Z
`),
      ...rows(30, (i) => `${i},${(i / 120).toFixed(6)},${cells(3, i, -1, 1, 6)}`),
    ],
  },
  {
    name: 'network analyser: comments behind exclamation marks, an option line, blanks',
    columns: 5,
    lines: [
      ...marked(`
P ! Created Mon Mar 04 10:11:12 2019
P ! S2P file: two ports
P # MHZ S MA R 50
`),
      ...rows(
        25,
        (i) =>
          `${(100 + i * 10).toFixed(1)}  ${measured(i, 0, 1, 4)}  ${measured(i, -180, 180, 2).padStart(7)}  ${measured(i + 9, 0, 1, 4)}  ${measured(i + 9, -180, 180, 2).padStart(7)}`,
      ),
    ],
  },
  {
    name: 'car adapter: start time behind a hash, quoted names, semicolons',
    columns: 4,
    names: ['SECONDS', 'PID', 'VALUE', 'UNITS'],
    lines: [
      ...marked(`
P # StartTime = 03/04/2019 10:11:12.1234 AM
H "SECONDS";"PID";"VALUE";"UNITS";
`),
      ...rows(
        20,
        (i) =>
          `"${measured(i, 50000, 51000, 4)}";"${pick(['Engine RPM', 'Vehicle speed', 'Intake air temperature'], i)}";"${measured(i, 0, 3000, 2)}";"${pick(['rpm', 'km/h', '℃'], i)}";`,
      ),
    ],
  },
  {
    name: 'positions of a receiver: sentences of different length, no names',
    lines: rows(20, (i) =>
      i % 2
        ? `$GPRMC,1011${two(i)},A,4807.038,N,01131.000,E,022.4,084.4,040319,003.1,W*6A`
        : `$GPGGA,1011${two(i)},4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47`,
    ),
  },
  {
    name: 'balance of elements: sample sheet, detection limits between names and samples',
    columns: 5,
    lines: [
      ...marked(`
P Certificate of analysis: VA19012345
P Client: Ridge Exploration
P # of SAMPLES: 20
P DATE RECEIVED: 2019-03-04  DATE FINALIZED: 2019-03-20
B
H ,ME-ICP41,ME-ICP41,ME-ICP41,Au-AA23
H SAMPLE,Ag,Al,As,Au
H DESCRIPTION,ppm,%,ppm,ppm
`),
      ...rows(
        20,
        (i) =>
          `D${1200 + i},${i % 3 ? measured(i, 0, 9, 1) : '<0.2'},${measured(i, 0, 4, 2)},${measured(i, 2, 300)},${i % 4 ? measured(i, 0, 3, 3) : '<0.005'}`,
      ),
    ],
  },
  {
    name: 'element analysis: runs with mean, deviation and error as their own columns, decimal comma',
    columns: 5,
    lines: [
      ...marked(`
P Methode: Metalle_12;;;;
P Gerät: ICP-OES;;;;
B ;;;;
H Probe;Zeit;Cu 324.754;Pb 220.353;Zn 213.857
H ;;mg/l;mg/l;mg/l
`),
      ...rows(
        18,
        (i) =>
          `${pick(['Leerwert', 'Std 1', 'Probe A', 'Probe B'], i)};10:${two(i + 11)};${comma(cells(3, i, 0, 9, 3, ';'))}`,
      ),
    ],
  },
  {
    name: 'genes: track line above intervals without names, tabs',
    columns: 4,
    lines: [
      'P track name="peaks" description="Peaks of the sample" useScore=1',
      ...rows(20, (i) => `chr${(i % 5) + 1}\t${1000 * i + 100}\t${1000 * i + 400}\tpeak_${i + 1}`),
    ],
  },
  {
    name: 'genes: family file, ids and numbers between blanks, no names',
    columns: 6,
    lines: rows(20, (i) => `FAM${two(i)} IND${two(i)} 0 0 ${(i % 2) + 1} ${i % 3 ? 1 : 2}`),
  },
  {
    name: 'flow cytometer: populations as names, statistics below a plain header',
    columns: 4,
    lines: [
      'H ,Lymphocytes | Freq. of Parent,T cells | Freq. of Parent,T cells | Count,',
      ...rows(
        12,
        (i) =>
          `Specimen_00${i % 9}_${'AB'[i % 2]}${i}.fcs,${measured(i, 20, 80, 1)},${measured(i, 10, 70, 1)},${measured(i, 1000, 90000)},`,
      ),
      ...marked(`
N Mean,51.2,40.1,45210,
N SD,9.21,11.0,20120,
`),
    ],
  },
]
