import com.opencsv.CSVReader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the files named on standard input, one a line, with OpenCSV in its default configuration: UTF-8 where the bytes are,
 * else ISO 8859-1. Writes one line per file: its rows as JSON, or null if OpenCSV rejects it.
 */
public class ReadOpenCsv {
  public static void main(String[] words) throws Exception {
    var paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new java.io.PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String path = paths.readLine(); path != null; path = paths.readLine()) {
      var text = decode(Files.readAllBytes(Path.of(path)));
      try (var reader = new CSVReader(new StringReader(text))) {
        out.println(json(reader.readAll()));
      } catch (Exception refused) {
        out.println("null");
      }
    }
    out.flush();
  }

  static String decode(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException other) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  static String json(Iterable<String[]> rows) {
    var built = new StringBuilder("[");
    for (var row : rows) {
      if (row.length == 1 && row[0].isEmpty()) continue;
      built.append(built.length() > 1 ? ",[" : "[");
      for (int index = 0; index < row.length; index++) {
        if (index > 0) built.append(',');
        quote(built, row[index]);
      }
      built.append(']');
    }
    return built.append(']').toString();
  }

  static void quote(StringBuilder built, String cell) {
    built.append('"');
    for (char character : cell.toCharArray()) {
      if (character == '"' || character == '\\') built.append('\\').append(character);
      else if (character < ' ' || character > '~') built.append(String.format("\\u%04x", (int) character));
      else built.append(character);
    }
    built.append('"');
  }
}
