import {
  countries,
  day,
  districts,
  firms,
  marked,
  measured,
  persons,
  pick,
  rows,
  species,
  two,
  type Layout,
} from './layout.ts'

const words = [
  'the',
  'of',
  'and',
  'to',
  'in',
  'for',
  'is',
  'on',
  'that',
  'by',
  'this',
  'with',
  'you',
  'it',
  'not',
  'or',
]

/** Registers and lists: texts above all, with names and without. */
export const registers: Layout[] = [
  {
    name: 'list without names: firms, streets, towns, post codes',
    columns: 4,
    lines: rows(
      15,
      (i) => `${pick(firms, i).replace(',', '')} ${i},${i + 3} Mill Lane,${pick(districts, i)},AB${i} ${i % 9}CD`,
    ),
  },
  {
    name: 'list without names: persons and their addresses for mail',
    columns: 3,
    lines: rows(
      12,
      (i) =>
        `${pick(persons, i)};${pick(persons, i).toLowerCase().replace(' ', '.')}${i}@example.org;${pick(districts, i)}`,
    ),
  },
  {
    name: 'list without names: languages, codes of three and two letters',
    columns: 4,
    lines: marked(`
R aar,,aa,Afar
R abk,,ab,Abkhazian
R ace,,,Achinese
R alb,sqi,sq,Albanian
R amh,,am,Amharic
R ara,,ar,Arabic
R arm,hye,hy,Armenian
R baq,eus,eu,Basque
R bel,,be,Belarusian
`),
  },
  {
    name: 'list without names: countries and their codes of letters and digits',
    columns: 4,
    lines: marked(`
R Afghanistan,AF,AFG,004
R Albania,AL,ALB,008
R Algeria,DZ,DZA,012
R American Samoa,AS,ASM,016
R Andorra,AD,AND,020
R Angola,AO,AGO,024
R Anguilla,AI,AIA,660
`),
  },
  {
    name: 'list without names: characters, fields between semicolons mostly empty',
    columns: 15,
    lines: rows(
      20,
      (i) =>
        `${(65 + i).toString(16).toUpperCase().padStart(4, '0')};LATIN CAPITAL LETTER ${String.fromCharCode(65 + i)};Lu;0;L;;;;;N;;;;${(97 + i).toString(16).toUpperCase().padStart(4, '0')};`,
    ),
  },
  {
    name: 'list without names: ranges of addresses, all in quotes',
    columns: 4,
    lines: rows(
      12,
      (i) =>
        `"${16777216 + i * 256}","${16777471 + i * 256}","${pick(['AU', 'CN', 'JP'], i)}","${pick(['Australia', 'China', 'Japan'], i)}"`,
    ),
  },
  {
    name: 'list without names: words and how often they occur, tabs',
    columns: 2,
    lines: rows(16, (i) => `${words[i]}\t${measured(i, 1e6, 2e9)}`),
  },
  {
    name: 'list without names: post codes of places, tabs, empty cells',
    columns: 7,
    lines: rows(14, (i) => `GB\tAB${10 + i}\t${pick(districts, i)}\tScotland\tSCT\t\t57.${measured(i, 1000, 9999)}`),
  },
  {
    name: 'list without names: log of a service, time, level and message',
    columns: 4,
    lines: rows(
      20,
      (i) =>
        `2019-03-04 10:11:${two(i)}.${measured(i, 100, 999)};INFO;${pick(['main', 'worker-1'], i)};${pick(['Started', 'Connection accepted', 'Closed'], i)}`,
    ),
  },
  {
    name: 'list without names: vocabulary of two languages',
    columns: 2,
    lines: marked(`
R das Haus;the house
R der Baum;the tree
R die Straße;the street
R das Kind;the child
R die Schule;the school
R der Hund;the dog
R das Buch;the book
R die Stadt;the town
`),
  },
  {
    name: 'vocabulary with the languages as names',
    columns: 2,
    names: ['Deutsch', 'Englisch'],
    lines: marked(`
H Deutsch;Englisch
R das Haus;the house
R der Baum;the tree
R die Straße;the street
R das Kind;the child
R die Schule;the school
R der Hund;the dog
R das Buch;the book
`),
  },
  {
    name: 'shell measures: sex and sizes without names',
    columns: 6,
    lines: rows(
      20,
      (i) =>
        `${pick(['M', 'F', 'I'], i)},${measured(i, 0.1, 0.8, 3)},${measured(i + 3, 0.1, 0.6, 3)},${measured(i + 6, 0, 0.2, 3)},${measured(i + 9, 0, 2, 4)},${measured(i, 5, 20)}`,
    ),
  },
  {
    name: 'types below the names, and roles below these, tabs',
    columns: 4,
    lines: [
      ...marked(`
H sepal length	sepal width	iris	remark
H continuous	continuous	discrete	string
H 		class	meta
`),
      ...rows(
        15,
        (i) => `${measured(i, 4, 8, 1)}\t${measured(i + 3, 2, 4, 1)}\t${pick(['setosa', 'virginica'], i)}\tplot ${i}`,
      ),
    ],
  },
  {
    name: 'import of a graph: names with types behind colons',
    columns: 4,
    lines: [
      'H personId:ID,name,born:int,:LABEL',
      ...rows(10, (i) => `p${i + 1},${pick(persons, i)},${1950 + i},Person;Actor`),
    ],
  },
  {
    name: 'names in letters: V1, V2 and so on over words',
    columns: 4,
    names: ['V1', 'V2', 'V3', 'V4'],
    lines: [
      'H V1,V2,V3,V4',
      ...rows(12, (i) => `${pick(persons, i)},${pick(districts, i)},${pick(['yes', 'no'], i)},${pick(species, i)}`),
    ],
  },
  {
    name: 'index without a name in front of quoted texts',
    columns: 4,
    lines: [
      'H ,title,author,shelf',
      ...rows(
        10,
        (i) =>
          `${i},"On ${pick(['Bees', 'Rivers', 'Stars'], i)}, vol. ${i}",${pick(persons, i)},${'ABC'[i % 3]}-${two(i)}`,
      ),
    ],
  },
  {
    name: 'names with gaps: two columns are not called anything',
    columns: 5,
    lines: [
      'H Name,,Town,,Phone',
      ...rows(
        10,
        (i) =>
          `${pick(persons, i)},${pick(['Mr', 'Ms', 'Dr'], i)},${pick(districts, i)},${pick(['N', 'S'], i)},01234 ${measured(i, 100000, 999999)}`,
      ),
    ],
  },
  {
    name: 'one record below its names',
    columns: 5,
    lines: marked(`
H id,name,created,active,score
R 17,Berta,2019-03-04,true,12.5
`),
  },
  {
    name: 'names alone, nothing below',
    columns: 4,
    lines: marked(`
H Reference,Surname,Forename,Remarks
`),
  },
  {
    name: 'one column: addresses of pages, no name',
    columns: 1,
    lines: rows(12, (i) => `https://example.org/item/${measured(i, 1000, 9999)}`),
  },
  {
    name: 'one column: a name over addresses for mail',
    columns: 1,
    names: ['E-Mail'],
    lines: ['H E-Mail', ...rows(12, (i) => `${pick(persons, i).toLowerCase().replace(' ', '.')}${i}@example.org`)],
  },
  {
    name: 'one column: ids of one form below a word',
    columns: 1,
    lines: ['H barcode', ...rows(15, (i) => `AACG${measured(i, 1000, 9999)}-1`)],
  },
  {
    name: 'telephone book: letters as headings among the persons',
    columns: 3,
    lines: [
      'H Name,Department,Extension',
      ...['A', 'B', 'C'].flatMap((letter, group) => [
        `R ${letter},,`,
        ...rows(
          4,
          (i) =>
            `"${letter}${pick(['dams', 'rown', 'lark', 'ole'], i)}, ${pick(['Jo', 'Max', 'Ann'], i + group)}",${pick(['Finance', 'Roads', 'Parks'], i)},${4000 + group * 10 + i}`,
        ),
      ]),
    ],
  },
  {
    name: 'opening hours, days as names, all texts',
    columns: 5,
    lines: marked(`
H Branch,Monday,Tuesday,Wednesday,Thursday
R Aldham,09:00-17:00,09:00-17:00,closed,09:00-19:00
R Borley,10:00-16:00,closed,10:00-16:00,10:00-18:00
R Easton,09:00-17:00,09:00-17:00,09:00-13:00,09:00-17:00
R Farley,closed,09:00-17:00,closed,09:00-17:00
`),
  },
  {
    name: 'rota: names of persons over days, title in front',
    columns: 4,
    lines: [
      ...marked(`
P Rota for week 10
H Day,Early,Late,Night
`),
      ...['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'].map(
        (name, i) => `R ${name},${pick(persons, i)},${pick(persons, i + 2)},${pick(persons, i + 4)}`,
      ),
    ],
  },
  {
    name: 'glossary: term and a long explanation',
    columns: 2,
    names: ['Term', 'Definition'],
    lines: [
      'H Term,Definition',
      ...rows(
        8,
        (i) =>
          `${pick(['Aquifer', 'Basin', 'Culvert', 'Delta', 'Estuary'], i)} ${i},"A ${pick(['body of rock', 'hollow', 'pipe', 'plain'], i)} that holds water, or lets it pass; see also ${pick(['well', 'river'], i)}."`,
      ),
    ],
  },
  {
    name: 'rights: yes and no by country, long names',
    columns: 4,
    lines: [
      'H Country,Can citizens own land,Can foreigners own land,Registry public',
      ...rows(10, (i) => `${countries[i]},Yes,${i % 2 ? 'No' : 'Yes'},${i % 3 ? 'Yes' : 'No'}`),
    ],
  },
  {
    name: 'required fields told with stars, explained above',
    columns: 4,
    lines: [
      ...marked(`
P * required field
H Title*,Creator*,Date,Rights
`),
      ...rows(8, (i) => `${pick(species, i)} in winter,${pick(persons, i)},${2000 + i},${pick(['CC0', 'CC BY'], i)}`),
    ],
  },
  {
    name: 'repeated names: three times the same, numbers below',
    columns: 7,
    lines: [
      'H Site,Value,Unit,Value,Unit,Value,Unit',
      ...rows(
        12,
        (i) =>
          `${pick(districts, i)},${measured(i, 1, 9, 1)},mg,${measured(i + 3, 1, 9, 1)},mg,${measured(i + 7, 1, 9, 1)},mg`,
      ),
    ],
  },
  {
    name: 'collection: line breaks and quotes in remarks',
    columns: 4,
    lines: [
      'H catalogNumber,scientificName,eventDate,remarks',
      'R 1001,Pica pica,1901-05-03,"Label reads ""near bridge""',
      'R (second label illegible)"',
      'R 1002,Strix aluco,1903-11-20,',
      'R 1003,Parus major,,"no locality, see letter"',
      'R 1004,Turdus merula,1899,"donated',
      'R ',
      'R by a school"',
      'R 1005,Sitta europaea,1911-02-14,egg',
    ],
  },
  {
    name: 'roads: a dump with backslashes for nulls, no names, tabs',
    columns: 5,
    lines: rows(15, (i) => `${i + 1}\t${pick(['A1', 'B2', 'C3'], i)}\t\\N\t${day(i)}\t${i % 2 ? 't' : 'f'}`),
  },
  {
    name: 'words behind a mark of the table, names below it',
    columns: 3,
    lines: [
      ...marked(`
P TABLE: members
H id,name,joined
`),
      ...rows(9, (i) => `${i + 1},${pick(persons, i)},${day(i * 30)}`),
    ],
  },
  {
    name: 'dictionary of data: field, kind and meaning',
    columns: 4,
    lines: marked(`
H Variable / Field Name,Form Name,Field Type,Field Label
R record_id,demographics,text,Study ID
R first_name,demographics,text,First Name
R dob,demographics,text,Date of birth
R sex,demographics,radio,Gender
R height,baseline_data,text,Height (cm)
R comments,completion_data,notes,Comments
`),
  },
]
