import { cells, comma, marked, measured, pick, rows, two, type Layout } from './layout.ts'

const exponent = (seed: number, least: number, most: number): string =>
  Number(measured(seed, least, most, 9)).toExponential(5)

/** What instruments of laboratories and their programs write. */
export const instruments: Layout[] = [
  {
    name: 'liquid chromatograph: sections in brackets, a small table of peaks, the trace below',
    columns: 2,
    lines: [
      ...marked(`
P [Header]
P Application Name	LabSolutions
P Version	5.54
P Data File Name	C:\\data\\run12.lcd
B
P [Peak Table(Detector A-Ch1)]
P # of Peaks	2
P Peak#	R.Time	I.Time	F.Time	Area	Height
P 1	3.412	3.301	3.655	120334	10233
P 2	5.817	5.690	6.101	98777	8712
B
P [LC Chromatogram(Detector A-Ch1)]
P Interval(msec)	500
P # of Points	40
P Intensity Units	mV
H R.Time (min)	Intensity
`),
      ...rows(40, (i) => `${(i / 120).toFixed(5)}\t${measured(i, -20, 900)}`),
    ],
  },
  {
    name: 'infrared: two columns of numbers between commas, no names',
    columns: 2,
    lines: rows(40, (i) => `${(3996.5 - i * 1.92).toFixed(5)},${measured(i, 0, 1, 6)}`),
  },
  {
    name: 'ultraviolet: samples over wavelength and absorbance, the protocol below',
    columns: 4,
    lines: [
      ...marked(`
H Blank,,Sample 1,
H Wavelength (nm),Abs,Wavelength (nm),Abs
`),
      ...rows(
        30,
        (i) =>
          `${(800 - i * 5).toFixed(2)},${measured(i, 0, 1, 6)},${(800 - i * 5).toFixed(2)},${measured(i + 9, 0, 2, 6)}`,
      ),
      ...marked(`
B
N Blank
N Collection Time: 3/4/2019 10:11:12 AM
N Operator Name   : M. Lee
N Scan Version 3.00(339)
N Start (nm)                     800.0
N Stop (nm)                      200.0
`),
    ],
  },
  {
    name: 'plate reader: user line with commas, names of wells, raw data',
    columns: 4,
    lines: [
      ...marked(`
P User: USER,Path: C:\\Program Files\\Data,Test ID: 1207
P Test Name: PROTEIN,Date: 04/03/2019,Time: 10:11:12
P Fluorescence (FI)
B
B
H Well Row,Well Col,Content,Raw Data (485/520)
`),
      ...rows(24, (i) => `${'ABCD'[Math.floor(i / 6)]},${(i % 6) + 1},Sample X${i + 1},${measured(i, 900, 60000)}`),
    ],
  },
  {
    name: 'plate reader: kinetic series, tabs, temperature told in the name',
    columns: 5,
    lines: [
      ...marked(`
P Software Version	3.05.11
P Plate Number	Plate 1
P Date	04/03/2019
P Procedure Details
P Read	Absorbance Endpoint
P 	Full Plate
P 	Wavelengths:  600
B
P 600
H Time	T° 600	A1	A2	A3
`),
      ...rows(20, (i) => `0:${two(i * 2)}:00\t37.0\t${cells(3, i, 0, 1, 3, '\t')}`),
    ],
  },
  {
    name: 'amplification: experiment told in one line, tabs, sizes of peaks empty',
    columns: 6,
    lines: [
      ...marked(`
P Experiment: plate 7  Selected Filter: SYBR Green I (465-510)
H Include	Color	Pos	Name	Cp	Status
`),
      ...rows(
        24,
        (i) =>
          `True\t255\t${'ABC'[Math.floor(i / 8)]}${(i % 8) + 1}\tSample ${i + 1}\t${i % 6 ? measured(i, 15, 35, 2) : ''}\t${i % 6 ? '' : '>'}`,
      ),
    ],
  },
  {
    name: 'cycler: file facts as pairs, wells and targets, no blank line',
    columns: 5,
    lines: [
      ...marked(`
P File Name,run_0304.pcrd
P Created By User,admin
P Notes,
P Run Started,03/04/2019 10:11:12 UTC
P Sample Vol,20
P Lid Temp,105
B
H Well,Fluor,Target,Content,Cq
`),
      ...rows(
        24,
        (i) =>
          `${'ABC'[Math.floor(i / 8)]}${two((i % 8) + 1)},SYBR,${pick(['GAPDH', 'ACTB'], i)},Unkn-${two(i + 1)},${i === 7 ? 'NaN' : measured(i, 15, 35, 6)}`,
      ),
    ],
  },
  {
    name: 'proteins: prefix of each line tells its kind, tabs',
    columns: 5,
    lines: [
      ...marked(`
P MTD	mzTab-version	1.0.0
P MTD	mzTab-mode	Summary
P MTD	description	example of a report
P MTD	ms_run[1]-location	file:///run1.raw
B
H PRH	accession	description	taxid	best_search_engine_score[1]
`),
      ...rows(
        15,
        (i) =>
          `PRT\tP${measured(i, 10000, 99999)}\t${pick(['Actin', 'Myosin heavy chain', 'Keratin'], i)}\t9606\t${measured(i, 0, 99, 2)}`,
      ),
    ],
  },
  {
    name: 'proteins: names above a line of types behind a mark, tabs',
    columns: 4,
    lines: [
      ...marked(`
H LFQ A	LFQ B	Potential contaminant	Protein IDs
H #!{Type}E	E	C	T
`),
      ...rows(
        20,
        (i) =>
          `${measured(i, 20, 35, 5)}\t${i % 5 ? measured(i + 3, 20, 35, 5) : 'NaN'}\t${i % 7 ? '' : '+'}\tQ${measured(i, 10000, 99999)};P${measured(i + 4, 10000, 99999)}`,
      ),
    ],
  },
  {
    name: 'diffraction: conditions in brackets, then angle and intensity',
    columns: 2,
    names: ['Angle', 'Intensity'],
    lines: [
      ...marked(`
P [Measurement conditions]
P Sample identification,"Quartz, ground"
P Comment,"Configuration=Stage, Owner=User-1"
P Measurement Start Date/Time,"3/4/2019 10:11 AM"
P Anode material,Cu
P K-Alpha1 wavelength,1.540598
P Scan range,"10.0100, 12.0000"
P No. of points,40
B
P [Scan points]
H Angle,Intensity
`),
      ...rows(40, (i) => `${(10.01 + i * 0.05).toFixed(4)},${measured(i, 100, 9000)}`),
    ],
  },
  {
    name: 'calorimeter: facts behind hashes and colons, names behind two hashes, decimal points',
    columns: 3,
    lines: [
      ...marked(`
P #EXPORTTYPE:;DATA ALL
P #FILE:;run12.ngb-sd7
P #FORMAT:;NETZSCH5
P #IDENTITY:;12
P #DECIMAL:;POINT
P #SEPARATOR:;SEMICOLON
P #SAMPLE:;PET 3
P #RANGE:;25°C/10.0(K/min)/300°C
B
H ##Temp./°C;Time/min;DSC/(mW/mg)
`),
      ...rows(40, (i) => `${(25 + i).toFixed(3)};${(i / 10).toFixed(4)};${measured(i, -1, 1, 5)}`),
    ],
  },
  {
    name: 'rheometer: step named, names, units, tabs',
    columns: 4,
    lines: [
      ...marked(`
P Filename	run12.tri
P Operator	M. Lee
P Instrument type	DHR-3
P Geometry name	40mm parallel plate
B
P [step]
P Frequency sweep - 1
H Storage modulus	Loss modulus	Angular frequency	Step time
H Pa	Pa	rad/s	s
`),
      ...rows(
        20,
        (i) =>
          `${measured(i, 10, 9000, 2)}\t${measured(i, 10, 4000, 2)}\t${measured(i, 0, 100, 4)}\t${measured(i, 1, 900, 3)}`,
      ),
    ],
  },
  {
    name: 'tensile tester: small table of results above, then names and units in brackets of one specimen',
    columns: 3,
    lines: [
      ...marked(`
P Results Table 1
P ,Maximum Load,Tensile strain
P ,(N),(mm/mm)
P 1,120.11,0.031
P 2,131.90,0.029
B
P Specimen 1 to 1
H Time,Extension,Load
H (s),(mm),(N)
`),
      ...rows(40, (i) => `"${(i / 10).toFixed(4)}","${measured(i, 0, 9, 5)}","${measured(i, 0, 130, 5)}"`),
    ],
  },
  {
    name: 'fatigue rig: bars in the first line, station, names and units between tabs',
    columns: 4,
    lines: [
      ...marked(`
P MTS793|BTW|ENU|1|2|.|/|:|1|0|0|A
P Date:	3/4/2019	10:11:12 AM
P File Name:	Specimen.dat
B
P Data Acquisition:	Timed	0.1	Sec
H Running Time	Axial Count	Axial Displacement	Axial Force
H Sec	segments	mm	kN
`),
      ...rows(30, (i) => `${(i / 10).toFixed(6)}\t${i}\t${measured(i, -1, 1, 6)}\t${measured(i, -9, 9, 6)}`),
    ],
  },
  {
    name: 'potentiostat: date line, method, settings with equals signs, a blank behind the names',
    columns: 2,
    lines: [
      ...marked(`
P Mar. 4, 2019   10:11:12
P Cyclic Voltammetry
P File: run12.bin
P Data Source: Experiment
P Instrument Model:  CHI660E
P Header: 
P Note: 
B
P Init E (V) = 0
P High E (V) = 0.6
P Scan Rate (V/s) = 0.1
P Segment = 4
B
H Potential/V, Current/A
B
`),
      ...rows(40, (i) => `${(i / 100).toFixed(3)}, ${exponent(i, -0.00001, 0.00001)}`),
    ],
  },
  {
    name: 'battery cycler: count of header lines told, settings, tab separated names',
    columns: 5,
    lines: [
      ...marked(`
P EC-Lab ASCII FILE
P Nb header lines : 11                          
B
P Galvanostatic Cycling with Potential Limitation
B
P Run on channel : 3 (SN 12345)
P User : 
P Ecell ctrl range : min = -10.00 V, max = 10.00 V
P Electrode material : LFP
B
H mode	ox/red	error	time/s	Ewe/V
`),
      ...rows(30, (i) => `1\t1\t0\t${exponent(i, 0, 900)}\t${exponent(i, 2, 4)}`),
    ],
  },
  {
    name: 'potentiostat: tags with their types, table announced, names and units behind a tab',
    lines: [
      ...marked(`
P EXPLAIN
P TAG	CV
P TITLE	LABEL	Cyclic Voltammetry	Test &Identifier
P DATE	LABEL	3/4/2019	Date
P VINIT	POTEN	0.00000E+000	T	Initial &E (V)
P NOTES	NOTES	1	&Notes...
P 	Ferrocene
P CURVE1	TABLE	30
H 	Pt	T	Vf	Im
H 	#	s	V vs. Ref.	A
`),
      ...rows(30, (i) => `\t${i}\t${(i / 10).toFixed(2)}\t${exponent(i, -1, 1)}\t${exponent(i, -0.001, 0.001)}`),
    ],
  },
  {
    name: 'oscilloscope: names, then a line of units with start and step',
    lines: [
      ...marked(`
H X,CH1,Start,Increment,
H Sequence,Volt,-1.200000e-03,2.000000e-06
`),
      ...rows(40, (i) => `${i},${exponent(i, -2, 2)},,`),
    ],
  },
  {
    name: 'oscilloscope: record length and so on beside the first values, no names',
    lines: [
      ...marked(`
R Record Length,2.500000e+03,,-0.012000000000,   0.02000,
R Sample Interval,1.000000e-05,,-0.011990000000,   0.04000,
R Trigger Point,1.200000000000e+03,,-0.011980000000,   0.00000,
R Source,CH1,,-0.011970000000,   0.02000,
R Vertical Units,V,,-0.011960000000,   0.02000,
R Vertical Scale,2.000000e-01,,-0.011950000000,  -0.02000,
`),
      ...rows(34, (i) => `,,,-0.0${11940000000 - i * 10000000},  ${measured(i, 0, 0.09, 5)},`),
    ],
  },
  {
    name: 'oscilloscope: maker line, segments, the time of the trigger, two names',
    columns: 2,
    lines: [
      ...marked(`
P LECROYWR640,12345,Waveform
P Segments,1,SegmentSize,40
P Segment,TrigTime,TimeSinceSegment1
P #1,04-Mar-2019 10:11:12,0                 
H Time,Ampl
`),
      ...rows(40, (i) => `${exponent(i, -0.001, 0.001)},${measured(i, -1, 1, 5)}`),
    ],
  },
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
