// Renders icon.svg to icon.png (512 x 512): node resources/render-icon.mjs, after the drawing has changed.
import sharp from 'sharp';

const at = (name) => new URL(name, import.meta.url).pathname;
await sharp(at('./icon.svg')).resize(512, 512).png({ compressionLevel: 9, palette: true, quality: 95 }).toFile(at('./icon.png'));
