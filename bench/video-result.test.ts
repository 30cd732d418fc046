import { expect, test } from 'vitest'
import { readPsnr } from './video-result.ts'

test('the mean PSNR over planes and frames is read from the output of ffmpeg', () => {
  const said = (average: string): string =>
    `frame=  150 fps=99\n[Parsed_psnr_4 @ 0x55] PSNR y:39.93 u:44.10 v:45.02 average:${average} min:39.50 max:45.22\n`
  expect(readPsnr(said('41.07'))).toBe(41.07)
  expect(readPsnr(said('inf'))).toBe(Infinity)
  expect(() => readPsnr('frame=  150')).toThrow('PSNR')
})
