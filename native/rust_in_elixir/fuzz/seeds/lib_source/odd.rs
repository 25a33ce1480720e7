#!/usr/bin/env run
macro_rules! m { ($x:ident) => { impl Nifs for $x { fn upcase() {} } } }
m!(Text);
#[cfg(a)] impl boundary::Nifs for crate::Text { fn r#type() -> impl Iterator<Item = Point> + Send { [].into_iter() } }
mod inner { impl Nifs for Other {} }
/* c */ const S: &str = r#"impl Nifs for Text {"#;
