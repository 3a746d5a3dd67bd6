import { all, countries, day, districts, measured, pick, rows, species, two, type Layout } from './layout.ts'

/** Tables without a line of names, and with comments in their place. */
export const withoutHeader: Layout[] = [
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
    name: 'one column of names',
    columns: 1,
    names: ['species'],
    lines: ['H species', ...rows(12, (i) => `${pick(species, i)} ${i}`)],
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
    name: 'no header: two columns of codes and words',
    columns: 2,
    lines: rows(
      30,
      (i) =>
        `${String.fromCharCode(65 + (i % 26))}${String.fromCharCode(65 + ((i * 7) % 26))},${pick(countries, i)}${i > 9 ? ' Islands' : ''}`,
    ),
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
    name: 'sea level: semicolons between blanks, no header',
    columns: 4,
    lines: rows(30, (i) => ` ${(1853 + i / 12).toFixed(4)};  ${measured(i, 6800, 7200)};${i % 9 ? ' 0' : '30'};000`),
  },
  {
    name: 'shares of words: no header in a long list of pairs',
    columns: 2,
    lines: rows(40, (i) => `${pick(species, i)},${pick(['bird', 'owl', 'crow'], i)}`),
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
]
