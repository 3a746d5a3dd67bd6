import { all, blank, day, measured, pick, rows, two, type Layout } from './layout.ts'

/** What instruments of laboratories write. */
export const laboratory: Layout[] = [
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
]
