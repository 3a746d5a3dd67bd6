import { css, type CSSResultGroup } from 'lit'
import { schedulesPageStyles } from './schedules-page.styles.ts'

export const webhooksPageStyles: CSSResultGroup[] = [
  ...schedulesPageStyles,
  css`
    .url {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
    }

    .url code {
      overflow-wrap: anywhere;
      user-select: all;
    }

    .details p {
      margin: 0 0 8px;
    }

    .details input,
    .details select {
      width: 100%;
    }

    .status {
      font-variant-numeric: tabular-nums;
    }
  `,
]
