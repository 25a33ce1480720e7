//! Many texts in one piece of memory.

/// A list of texts that lie one behind the other.
///
/// A `Vec<String>` would take an allocation and 24 bytes more for each, and each would have to be
/// freed on its own.
#[derive(Debug, Default)]
pub struct Texts {
    text: String,
    /// Where each text ends in `text`.
    ends: Vec<usize>,
}

impl Texts {
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Whether there is no text, or each is empty.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_went_in() {
        let mut texts = Texts::default();
        for text in ["", "Москва", "", "a"] {
            texts.push(text);
        }
        assert!(texts.iter().eq(["", "Москва", "", "a"]));
        assert_eq!(texts.get(1), "Москва");
    }

    #[test]
    fn empty_texts_are_blank() {
        let mut texts = Texts::default();
        assert!(texts.is_blank());
        texts.push("");
        assert!(texts.is_blank());
        texts.push("a");
        assert!(!texts.is_blank());
    }
}
