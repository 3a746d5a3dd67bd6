import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const runPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    main {
      max-width: 2400px;
    }

    header {
      margin-bottom: 4px;
    }

    /* If the actions leave less width than this for the title, they wrap onto their own line. */
    .title {
      flex: 1;
      min-width: min(100%, 240px);
    }

    .title h1 {
      min-width: 0;
    }

    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      margin-bottom: 16px;
      font-size: var(--_type-13);
    }

    .facts .state {
      text-transform: capitalize;
    }

    .title a:hover {
      color: var(--_accent);
    }

    .note,
    .failure > p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
      min-height: 30px;
    }

    .note,
    .failure {
      margin-bottom: 16px;
      padding: 8px 8px 8px 16px;
    }

    .note {
      border-color: color-mix(in srgb, var(--_border), var(--_warn) 55%);
    }

    .note > span,
    .item-text {
      flex: 1;
    }

    /* On a phone, the buttons are below the text. */
    .failure > p > .item-text {
      flex-basis: 150px;
    }

    .failure button {
      white-space: normal;
    }

    .failure {
      border-color: color-mix(in srgb, var(--_border), var(--_bad) 55%);
    }

    .error-details {
      display: grid;
      gap: 8px;
      padding: 8px 8px 8px 24px;
      line-height: 1.5;
    }

    progress {
      display: block;
      width: 100%;
      height: 4px;
      margin-bottom: 16px;
      border: 0;
      border-radius: 2px;
      appearance: none;
      background: var(--_sunken);
    }

    progress::-webkit-progress-bar {
      border-radius: 2px;
      background: var(--_sunken);
    }

    progress::-webkit-progress-value {
      border-radius: 2px;
      background: var(--_accent);
      transition: width var(--_motion);
    }

    progress::-moz-progress-bar {
      background: var(--_accent);
    }

    .monitor {
      height: min(1600px, calc(100vh - 240px));
      min-height: 360px;
      margin-bottom: 12px;
      overflow: hidden;
    }

    aw-run-monitor {
      height: 100%;
    }

    /* The page shows the final state and progress above the monitor, so the monitor shows them only during a replay. */
    .at-end::part(state),
    .at-end::part(progress) {
      display: none;
    }

    /* The page itself shows the failed node's error. */
    .failure-above::part(failure) {
      display: none;
    }

    @media (max-width: 900px) {
      .title {
        flex-basis: 100%;
      }

      .facts {
        margin-top: 12px;
      }
    }

    @media (max-width: 600px) {
      .monitor {
        height: auto;
        min-height: 480px;
      }
    }
  `,
]
