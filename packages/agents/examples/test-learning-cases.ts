import type { Example } from './example.ts'

/** Examples, then rows whose outputs must be inferred. */
export type LearningCase = readonly [name: string, examples: readonly Pair[], others: readonly Pair[]]
export type Pair = readonly [input: string | readonly string[], output: string]

export const toExample = ([input, output]: Pair): Example => ({
  row: typeof input === 'string' ? [input] : input,
  output,
})

export const learningCases: readonly LearningCase[] = [
  [
    'swaps names',
    [
      ['Meyer, Anna', 'Anna Meyer'],
      ['Ito, Ken', 'Ken Ito'],
    ],
    [['van Dyk, Jan Pieter', 'Jan Pieter van Dyk']],
  ],
  [
    'writes initials',
    [
      ['Anna Meyer', 'A.M.'],
      ['Ken Ito', 'K.I.'],
      ['Rosa Luz', 'R.L.'],
    ],
    [['Zoe Quinn', 'Z.Q.']],
  ],
  [
    'makes acronyms of any length',
    [
      ['World Health Organization', 'WHO'],
      ['International Union for Conservation of Nature', 'IUfCoN'],
      ['European Union', 'EU'],
    ],
    [['International Red Cross and Red Crescent', 'IRCaRC']],
  ],
  [
    'rewrites dates',
    [
      ['2024-03-09', '9 March 2024'],
      ['2023-11-30', '30 November 2023'],
    ],
    [
      ['1999-01-01', '1 January 1999'],
      ['2024-02-29', '29 February 2024'],
    ],
  ],
  [
    'extracts the month of a date',
    [
      ['03/15/2024', 'Mar 2024'],
      ['12/01/2023', 'Dec 2023'],
      ['07/30/2022', 'Jul 2022'],
    ],
    [['01/31/2020', 'Jan 2020']],
  ],
  [
    'names quarters',
    [
      ['2024-03-09', '2024 Q1'],
      ['2023-11-30', '2023 Q4'],
      ['2023-06-01', '2023 Q2'],
    ],
    [['2022-09-15', '2022 Q3']],
  ],
  [
    'pads numbers',
    [
      ['7', '00007'],
      ['123', '00123'],
    ],
    [
      ['45', '00045'],
      ['99999', '99999'],
    ],
  ],
  [
    'converts numbers',
    [
      ['1.234,50 €', '1234.5'],
      ['12,75 €', '12.75'],
      ['1.000,00 €', '1000'],
    ],
    [['2.345.678,90 €', '2345678.9']],
  ],
  [
    'scales numbers',
    [
      ['100', '119'],
      ['50', '59.5'],
      ['20', '23.8'],
    ],
    [['10', '11.9']],
  ],
  [
    'writes percentages',
    [
      ['0.25', '25%'],
      ['0.5', '50%'],
      ['0.125', '12.5%'],
    ],
    [['0.07', '7%']],
  ],
  [
    'groups thousands',
    [
      ['1234567', '1,234,567'],
      ['1234', '1,234'],
      ['99', '99'],
    ],
    [
      ['123456', '123,456'],
      ['1000000000', '1,000,000,000'],
    ],
  ],
  [
    'extracts a domain',
    [
      ['anna@mail.example.org', 'mail.example.org'],
      ['k.ito@example.com', 'example.com'],
    ],
    [['x+y@a.b', 'a.b']],
  ],
  [
    'extracts the host of a URL',
    [
      ['https://example.com/a/b?c', 'example.com'],
      ['http://data.gov/x', 'data.gov'],
      ['https://example.org', 'example.org'],
    ],
    [['ftp://files.net/', 'files.net']],
  ],
  [
    'extracts a code among words',
    [
      ['Order AB-1234 shipped', 'AB-1234'],
      ['Return of order XY-99 today', 'XY-99'],
      ['XZ-100000 lost', 'XZ-100000'],
    ],
    [['We received KL-5 late', 'KL-5']],
  ],
  [
    'changes letter case',
    [
      ['ANNA MEYER', 'Anna Meyer'],
      ['ken ito', 'Ken Ito'],
    ],
    [["rosa o'neil-luz", "Rosa O'neil-Luz"]],
  ],
  [
    'trims and collapses spaces',
    [
      ['  New   York ', 'New York'],
      ['Oslo ', 'Oslo'],
    ],
    [[' Rio  de   Janeiro', 'Rio de Janeiro']],
  ],
  [
    'replaces several words',
    [
      ['12 Main St.', '12 Main Street'],
      ['9 Park Ave.', '9 Park Avenue'],
    ],
    [['77 Elm St.', '77 Elm Street']],
  ],
  [
    'formats phone numbers',
    [
      ['5551234567', '(555) 123-4567'],
      ['8005550199', '(800) 555-0199'],
    ],
    [['2125557890', '(212) 555-7890']],
  ],
  [
    'chooses by a condition',
    [
      ['42 kg', '42'],
      ['n/a', ''],
      ['7 kg', '7'],
    ],
    [
      ['108 kg', '108'],
      ['n/a', ''],
    ],
  ],
  [
    'joins columns',
    [
      [['Anna', 'Meyer', 'example.com'], 'anna.meyer@example.com'],
      [['Ken', 'Ito', 'mail.org'], 'ken.ito@mail.org'],
    ],
    [[['Rosa', 'Luz', 'x.net'], 'rosa.luz@x.net']],
  ],
  [
    'calculates with columns',
    [
      [['3', '4'], '12'],
      [['5', '2.5'], '12.5'],
      [['10', '7'], '70'],
    ],
    [[['6', '6'], '36']],
  ],
  [
    'reverses parts with another delimiter',
    [
      ['a;b;c', 'c / b / a'],
      ['x;y', 'y / x'],
      ['1;2;3;4', '4 / 3 / 2 / 1'],
    ],
    [['k;l;m;n;o', 'o / n / m / l / k']],
  ],
  [
    'keeps letters outside ASCII',
    [
      ['Müller, Jürgen', 'Jürgen Müller'],
      ['Łukasz, Ewa', 'Ewa Łukasz'],
    ],
    [['Øster, Åse', 'Åse Øster']],
  ],
]
