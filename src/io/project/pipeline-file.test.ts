import { describe, expect, test } from 'vitest'
import { serializeConfig } from '../../core/config/parse-config.ts'
import { parsePipelineFile } from './pipeline-file.ts'

const PIPELINE = `defaults:
  speed_renderer:
    tolerance_ms: 5000.0
    color: [0, 255, 0]
    font_scale: 1.2
    textbox_config:
      panel: { enabled: true, bg_color: [40, 30, 20] }
  camera:
    calibration_path: input/camera.json
pipeline:
  - plugin: "Video Splitter"
    config: { video_path: input/drive.mp4 }
  - plugin: "Data Renderer"
    config:
      frames_dir: temp/frames
      frame_pattern: "frame_{:06d}.png"
      timestamps_path: input/times.csv
      start_time: "2025-10-27 08:30:10"
      end_time:
      shading: true
      renderers:
        - class: nexus.contrib.repro.renderers.SpeedRenderer
          kwargs:
            _extends: "@defaults.speed_renderer"
            data_path: input/speed.jsonl
            tolerance_ms: 100
            glow: 3
            textbox_config: { position: { x: 30, y: 60 } }
        - class: other.place.TargetRenderer
          kwargs:
            path: input/targets.jsonl
            calibration_path: "@defaults.camera.calibration_path"
            box_color: [0, 128, 255]
        - class: mine.GpsRenderer
        - class: FrameInfoRenderer
`

describe('a pipeline of the earlier tool', () => {
  test('becomes an overlay', async () => {
    const { config } = await parsePipelineFile(PIPELINE)
    expect(config && serializeConfig(config)).toEqual({
      time_zone: 'Asia/Shanghai',
      recording: {
        frames: 'temp/frames',
        pattern: 'frame_{:06d}.png',
        timestamps: 'input/times.csv',
        calibration: 'input/camera.json',
      },
      sensors: {
        speed: { file: 'input/speed.jsonl', tolerance_ms: 100 },
        targets: { file: 'input/targets.jsonl', strategy: 'nearest' },
      },
      renderers: [
        {
          type: 'speed',
          sensor: 'speed',
          position: { x: 30, y: 60 },
          font: { size: 36 },
          text_color: 'rgb(0, 255, 0)',
          panel: { enabled: true, bg_color: 'rgb(20, 30, 40)' },
        },
        {
          type: 'targets',
          sensor: 'targets',
          projection: 'reference',
          box_color: 'rgb(255, 128, 0)',
        },
        { type: 'frame_info', format: 'datetime' },
      ],
      range: { start_time: '2025-10-27T08:30:10' },
    })
  })

  test('lists with its line what was not understood', async () => {
    const { problems } = await parsePipelineFile(PIPELINE)
    expect(problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: repro.yaml line 20: pipeline[1].config.shading: this is not understood, and left out: true.',
      'warning: repro.yaml line 27: pipeline[1].config.renderers[0].kwargs.glow: this is not understood, and left out: 3.',
      'warning: repro.yaml line 34: pipeline[1].config.renderers[2].class: Overlane has no renderer for "mine.GpsRenderer".',
    ])
  })

  test('whose references lead nowhere or in a circle says so', async () => {
    const { problems } = await parsePipelineFile(`defaults: { a: { _extends: "@defaults.a" } }
pipeline:
  - plugin: Data Renderer
    config:
      renderers:
        - { class: SpeedRenderer, kwargs: { _extends: "@defaults.none" } }
        - { class: SpeedRenderer, kwargs: { _extends: "@defaults.a" } }
`)
    expect(problems.map(({ message }) => message).join('\n')).toMatch(
      /line 6: .*@defaults\.none is not there\.[\s\S]*line 7: .*in a circle\./,
    )
  })

  test.each(['pipeline: []', 'pipeline: [{ plugin: Video Splitter }]', '[]', ''])(
    'without a step that draws is an error: %j',
    async (text) => {
      const { config, problems } = await parsePipelineFile(text)
      expect(config).toBeNull()
      expect(problems[0]?.message).toContain('there is no step "Data Renderer" in it')
    },
  )
})
