import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const runPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    header {
      margin-bottom: 4px;
    }

    .title {
      flex: 1;
      min-width: 0;
    }

    .title h1 {
      min-width: 0;
    }

    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      margin-bottom: 16px;
      font-size: 13px;
    }

    .problem {
      display: flex;
      gap: 8px;
      margin-bottom: 16px;
      padding: 12px 16px;
    }

    .monitor {
      height: min(640px, calc(100vh - 240px));
      min-height: 360px;
      margin-bottom: 12px;
      overflow: hidden;
    }

    aw-run-monitor {
      height: 100%;
    }

    .actions {
      margin-top: 24px;
    }

    @media (max-width: 600px) {
      .title {
        flex-basis: 100%;
      }

      .monitor {
        height: auto;
        min-height: 480px;
      }
    }
  `,
]
