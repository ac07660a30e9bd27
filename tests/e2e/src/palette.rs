//! Pictures of a page in a quarter of their size: flat colours and letters need no more than 256 colours.

use std::collections::BTreeMap;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};

/// The most colours in a picture.
const COLOURS: usize = 256;
/// Two colours nearer than this are one to the eye: the square of their distance.
const NEAR: i32 = 24;

type Colour = [u8; 3];

/// The same picture with 256 colours: the most frequent ones that differ, each pixel in the nearest. The same picture
/// gives the same bytes.
///
/// # Errors
/// If these bytes are no PNG of eight bits a channel.
pub fn palette(picture: &[u8]) -> Result<Vec<u8>, String> {
    let (width, height, pixels) = read(picture)?;
    let mut counts: BTreeMap<Colour, u32> = BTreeMap::new();
    for pixel in &pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut frequent: Vec<(Colour, u32)> = counts.iter().map(|(colour, count)| (*colour, *count)).collect();
    frequent.sort_by_key(|(colour, count)| (u32::MAX - count, *colour));
    let mut chosen: Vec<Colour> = Vec::new();
    for (colour, _) in frequent {
        if chosen.len() < COLOURS && chosen.iter().all(|other| distance(*other, colour) > NEAR) {
            chosen.push(colour);
        }
    }
    let nearest = |colour: Colour| (0..chosen.len()).min_by_key(|place| distance(chosen[*place], colour));
    let places: BTreeMap<Colour, u8> =
        counts.into_keys().map(|colour| (colour, nearest(colour).unwrap_or(0) as u8)).collect();
    let indices: Vec<u8> = pixels.iter().map(|pixel| places[pixel]).collect();
    write(width, height, &chosen, &indices)
}

fn distance(a: Colour, b: Colour) -> i32 {
    (0..3).map(|channel| i32::from(a[channel]) - i32::from(b[channel])).map(|by| by * by).sum()
}

fn read(picture: &[u8]) -> Result<(u32, u32, Vec<Colour>), String> {
    let mut decoder = Decoder::new(std::io::Cursor::new(picture));
    decoder.set_transformations(Transformations::EXPAND);
    let mut reader = decoder.read_info().map_err(|why| why.to_string())?;
    let mut bytes = vec![0; reader.output_buffer_size().ok_or("the picture is too large")?];
    let info = reader.next_frame(&mut bytes).map_err(|why| why.to_string())?;
    let step = match (info.color_type, info.bit_depth) {
        (ColorType::Rgb, BitDepth::Eight) => 3,
        (ColorType::Rgba, BitDepth::Eight) => 4,
        other => return Err(format!("{other:?} is not what a browser makes")),
    };
    let pixels = bytes[..info.buffer_size()].chunks_exact(step).map(|pixel| [pixel[0], pixel[1], pixel[2]]);
    Ok((info.width, info.height, pixels.collect()))
}

fn write(width: u32, height: u32, colours: &[Colour], indices: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(colours.concat());
    encoder.set_compression(Compression::High);
    // Neighbours in a palette have nothing to do with each other.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header().map_err(|why| why.to_string())?;
    writer.write_image_data(indices).map_err(|why| why.to_string())?;
    writer.finish().map_err(|why| why.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_colours_stay_and_rare_ones_become_their_neighbours() {
        let mut picture = Vec::new();
        let mut encoder = Encoder::new(&mut picture, 4, 1);
        encoder.set_color(ColorType::Rgb);
        let mut writer = encoder.write_header().expect("a header");
        writer.write_image_data(&[250, 0, 0, 250, 0, 0, 248, 1, 0, 0, 0, 9]).expect("four pixels");
        writer.finish().expect("an end");
        let small = palette(&picture).expect("a picture");
        let (width, height, pixels) = read(&small).expect("a picture");
        assert_eq!((width, height), (4, 1));
        assert_eq!(pixels, [[250, 0, 0], [250, 0, 0], [250, 0, 0], [0, 0, 9]]);
        assert_eq!(palette(&picture), Ok(small), "the same picture gives the same bytes");
        assert!(palette(b"no picture").is_err());
    }
}
