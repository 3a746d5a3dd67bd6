import { cells, marked, measured, pick, rows, two, type Layout } from './layout.ts'

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
]
