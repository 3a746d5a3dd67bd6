import { all, blank, countries, day, districts, measured, pick, rows, species, two, type Layout } from './layout.ts'

/** Tables of texts above all, and ragged ones. */
export const textTables: Layout[] = [
  {
    name: 'all texts: header of plain words over names',
    columns: 3,
    names: ['State', 'Capital', 'Region'],
    lines: [
      'H State,Capital,Region',
      ...rows(
        20,
        (i) =>
          `${pick(countries, i)} ${pick(['North', 'South'], i)},${pick(districts, i)},${pick(['Africa', 'Europe', 'Asia'], i)}`,
      ),
    ],
  },
  {
    name: 'all texts: register of people',
    columns: 4,
    names: ['Surname', 'Forename', 'Party', 'Constituency'],
    lines: [
      'H Surname,Forename,Party,Constituency',
      ...rows(
        30,
        (i) =>
          `${pick(['Abbott', 'Baker', 'Cole', 'Drax'], i * 3)},${pick(['Ann', 'Ben', 'Cat', 'Dan', 'Eve'], i * 7)},${pick(['Labour', 'Green', 'Liberal'], i)},${pick(districts, i * 5)}`,
      ),
    ],
  },
  {
    name: 'all texts: codes and descriptions',
    columns: 2,
    names: ['Code', 'Description'],
    lines: [
      'H Code,Description',
      ...rows(26, (i) => `${String.fromCharCode(65 + i)}${two(i)},"${pick(species, i)}, kind ${i}"`),
    ],
  },
  {
    name: 'habitually ragged: lists of products behind three cells',
    columns: 9,
    lines: rows(30, (i) =>
      [
        `order${i}`,
        day(i),
        ...pick(
          [['milk'], ['bread', 'milk', 'tea'], ['tea', 'eggs'], ['eggs', 'milk', 'rum', 'tea', 'jam', 'oil', 'gin']],
          i * 3,
        ),
      ].join(','),
    ),
  },
  {
    name: 'multiple response: long questions as names',
    columns: 3,
    lines: [
      'H Timestamp,Which of the following tools do you use at work? (select all that apply),How many years of experience do you have?',
      ...rows(
        20,
        (i) =>
          `${(i % 12) + 1}/${(i % 28) + 1}/2019 10:11:12,"${pick(['Excel, R', 'Python', 'SAS, SPSS, R'], i)}",${measured(i, 0, 30)}`,
      ),
    ],
  },
  {
    name: 'all texts under a title and a blank line',
    columns: 4,
    lines: [
      ...all('P', 'Register of listed buildings'),
      ...blank,
      'H Reference,Name,Grade,Parish',
      ...rows(
        25,
        (i) =>
          `LB/${i}/A,${pick(['Old Mill', 'Rectory', 'Barn', 'Manor House'], i)},${pick(['I', 'II', 'II*'], i * 5)},${pick(districts, i * 2)}`,
      ),
    ],
  },
  {
    name: 'records with few cells below long ones, notes at the end with a star',
    columns: 5,
    lines: [
      'H Authority,Planned,Built,Demolished,Net',
      ...rows(
        12,
        (i) =>
          `${pick(districts, i)} ${i},${measured(i, 10, 99)},${i % 4 ? measured(i + 2, 10, 99) : ''},${i % 3 ? '' : measured(i + 4, 1, 9)},${i % 4 ? measured(i + 6, 10, 99) : ''}`,
      ),
      ...all('N', '* excludes conversions,,,,'),
      ...all('N', 'Contact: housing@example.org,,,,'),
    ],
  },
  {
    name: 'all texts, all different: institutions (German)',
    columns: 4,
    lines: [
      'H Einrichtung;Straße;Ansprechpartner;Internetseite',
      ...rows(
        14,
        (i) =>
          `${pick(['Kita Sonnenschein', 'Jugendhaus am Park', 'Haus der Familie', 'Werkstatt Nord'], i)} ${districts[i % 9]};${pick(['Lindenstr.', 'Am Anger', 'Gartenweg'], i)} ${i + 3};${pick(['Frau', 'Herr'], i)} ${pick(['Schulz', 'Krüger', 'Öztürk', 'Nowak'], i * 3)};www.einrichtung-${i}.example`,
      ),
    ],
  },
  {
    name: 'all texts, all different: associations (French)',
    columns: 3,
    lines: [
      'H Dénomination;Objet;Siège',
      ...rows(
        14,
        (i) =>
          `Les amis de ${districts[i % 9]} ${i};${pick(['promouvoir la lecture', 'organiser des fêtes', 'protéger la nature'], i)} dans le quartier ${i};${i + 1} rue ${pick(['Hugo', 'Zola', 'Sand'], i)}`,
      ),
    ],
  },
  {
    name: 'all texts, all different: registers (Spanish)',
    columns: 3,
    lines: [
      'H Entidad,Domicilio,Responsable',
      ...rows(
        14,
        (i) =>
          `Biblioteca ${districts[i % 9]} ${i},"Calle ${pick(['Mayor', 'Real', 'Sol'], i)}, ${i}",${pick(['Ana', 'Luis', 'Eva'], i)} ${pick(['Ruiz', 'Gil', 'Mora', 'Sanz'], i * 3)}`,
      ),
    ],
  },
  {
    name: 'all texts, all different: projects',
    columns: 3,
    lines: [
      'H Project,Lead organisation,Summary',
      ...rows(
        12,
        (i) =>
          `${pick(['River', 'Meadow', 'Harbour'], i)} renewal ${districts[i % 9]},University of ${districts[(i * 2) % 9]},"Work on ${pick(['banks', 'paths', 'walls'], i)} near ${districts[(i * 5) % 9]} with volunteers of all ages"`,
      ),
    ],
  },
  {
    name: 'all texts: members and roles, many alike',
    columns: 3,
    lines: [
      'H Councillor,Ward,Group',
      ...rows(
        20,
        (i) =>
          `${pick(['Ann', 'Ben', 'Cat', 'Dan', 'Eve'], i)} ${pick(['Abbott', 'Baker', 'Cole', 'Drax'], i * 3)},${pick(districts, i)},${pick(['Labour', 'Green', 'Liberal'], i)}`,
      ),
    ],
  },
  {
    name: 'all texts, none usual: minerals',
    columns: 4,
    lines: [
      'H Mineral\tFormula\tSystem\tLustre',
      ...rows(
        12,
        (i) =>
          `${pick(['Quartz', 'Halite', 'Pyrite', 'Galena', 'Gypsum', 'Talc'], i)}\t${pick(['SiO2', 'NaCl', 'FeS2', 'PbS', 'CaSO4', 'Mg3Si4'], i)}\t${pick(['trigonal', 'cubic', 'cubic', 'cubic', 'monoclinic', 'triclinic'], i)}\t${pick(['vitreous', 'vitreous', 'metallic', 'metallic', 'silky', 'pearly'], i)}`,
      ),
    ],
  },
]
